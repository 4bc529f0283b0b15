-- Versions of the playbook whose words never change, who has agreed to them, what was done with them and why, and what a shadow saw.

alter table app.playbooks drop constraint playbooks_state_check;
alter table app.playbooks add constraint playbooks_state_check
    check (state in ('draft', 'shadow', 'active', 'retired'));
alter table app.playbooks add column note text not null default '';    -- why this version was written
create unique index playbooks_one_shadow on app.playbooks (state) where state = 'shadow';

create function app.a_version_keeps_its_words() returns trigger
    language plpgsql
    as $$
begin
    if (new.version, new.text, new.hash) is distinct from (old.version, old.text, old.hash) then
        raise exception 'version % keeps its words; write a new version', old.version using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger a_version_keeps_its_words before update on app.playbooks
    for each row execute function app.a_version_keeps_its_words();

create table app.playbook_signatures (    -- who agreed to a version: one of sales, one of marketing
    version text not null,
    side text not null check (side in ('sales', 'marketing')),
    signed_by text not null,
    name text not null,
    role text not null,
    through text not null,                -- page, command line, or CI
    note text not null default '',
    at timestamptz not null,
    primary key (version, side),
    unique (version, signed_by)
);

create table app.playbook_history (       -- what was done with which version, by whom, when and why
    id bigint generated always as identity primary key,
    version text not null,
    what text not null check (
        what in ('drafted', 'signed', 'shadowed', 'unshadowed', 'applied', 'rolled_back', 'discarded')
    ),
    by text not null,
    note text not null default '',
    before text,                          -- the version that stepped down for it
    at timestamptz not null
);
insert into app.playbook_history (version, what, by, at)
select version, 'applied', applied_by, applied_at from app.playbooks order by applied_at;

create table app.shadow_progress (        -- how far each shadow has followed the arrivals
    version text primary key,
    inbox_id bigint not null
);
create table app.shadow (                 -- what a shadow would have decided at each arrival, beside what was decided
    version text not null,
    lead_id text not null,
    seq int not null,
    at timestamptz not null,
    stage text not null,
    tier text,
    owner text,
    queue text,
    total numeric not null,
    active text not null,
    active_stage text not null,
    active_tier text,
    active_owner text,
    active_queue text,
    active_total numeric not null,
    because text not null,
    differs boolean not null,
    primary key (version, lead_id, seq)
);
create index shadow_differs on app.shadow (version, at) where differs;
