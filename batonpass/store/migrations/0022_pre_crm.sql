-- What the CRM holds of a lead, what it told us, and how far we have read its changes.

create table app.crm_records (
    lead_id text primary key,
    system text not null,
    record text,                    -- the CRM's own id of it, once it has told us
    writing_until timestamptz,      -- somebody writes it now: one writer at a time
    seen_in int not null default 0, -- the last comparison that came past it
    unique (system, record)
);

create table app.crm_fields (
    lead_id text not null,
    field text not null,
    held json not null,             -- its value over there, our own writes, the blows of a quarrel
    frozen_at timestamptz,
    primary key (lead_id, field)
);
create index crm_fields_frozen on app.crm_fields (frozen_at) where frozen_at is not null;

create table app.crm_changes (      -- everything that the CRM told us, and what it was to us
    id bigint generated always as identity primary key,
    system text not null,
    key text not null,
    record text not null,
    email text not null default '',
    field text not null,
    value text not null,
    at timestamptz not null,
    marker text not null default '',
    person boolean not null default false,
    quiet boolean not null default false,   -- told to nobody: it was changed while we were away
    heard_at timestamptz not null,
    done_at timestamptz,
    verdict text,
    says text,
    unique (system, key)
);
create index crm_changes_open on app.crm_changes (id) where done_at is null;

create table app.crm_feed (         -- how far we have read the changes of a CRM; while comparing, how far we have come
    system text primary key,
    position text not null,
    read_at timestamptz not null,
    gap_since timestamptz,
    cursor text,
    run int not null default 0,
    seen int not null default 0,
    compared_at timestamptz
);
