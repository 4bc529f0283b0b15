-- Everything the handoff remembers, and everything it still has to do. Constraints first, code second.

create table app.inbox (            -- every arrival, once; the journal of our doors
    id bigint generated always as identity primary key,
    door text not null,
    caller text not null,
    idem_key text,
    body_hash bytea not null,
    fingerprint bytea,
    kind text not null,
    body jsonb not null,
    arrived_at timestamptz not null,
    state text not null check (state in ('waiting', 'taken', 'set_aside', 'quarantined', 'refused', 'released')),
    lead_id text,
    answer text,
    error text,
    taken_at timestamptz
);
create unique index inbox_idem on app.inbox (caller, idem_key) where idem_key is not null;
create index inbox_fingerprint on app.inbox (fingerprint, arrived_at) where fingerprint is not null;
create index inbox_waiting on app.inbox (id) where state = 'waiting';
create index inbox_attention on app.inbox (id) where state in ('set_aside', 'quarantined', 'refused');
create index inbox_lead on app.inbox (lead_id);

create table app.leads (            -- one row a lead: the fold of its facts, with what lists are sorted by
    id text primary key,
    person text not null unique,
    seq int not null check (seq >= 0),
    stage text not null,
    band text not null,
    tier text,
    owner text,
    queue text,
    fit numeric,
    behaviour numeric,
    total numeric,
    account text,
    name text not null,
    company text not null,
    next_action text not null,
    next_due_at timestamptz,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    state jsonb not null,
    constraint a_lead_in_work_has_an_owner_or_a_queue
        check (stage not in ('MQL', 'SAL', 'SQL', 'Opportunity') or owner is not null or queue is not null)
);
create index leads_owner on app.leads (owner, next_due_at) where owner is not null;
create index leads_queue on app.leads (queue, next_due_at) where queue is not null;
create index leads_created on app.leads (created_at);

create table app.facts (            -- append-only: the truth, the audit
    lead_id text not null,
    seq int not null,
    kind text not null,
    at timestamptz not null,
    kept_at timestamptz not null,
    playbook text not null,
    body jsonb not null,
    primary key (lead_id, seq)
);

create table app.clocks (           -- the promises, as a projection of the leads' state
    lead_id text not null,
    promise text not null,
    cycle int not null,
    tier text not null,
    owner text,
    queue text,
    state text not null check (state in ('running', 'met', 'breached', 'closed')),
    started_at timestamptz not null,
    due_at timestamptz not null,
    ended_at timestamptz,
    breached_at timestamptz,
    response_seconds int,
    next_at timestamptz,
    primary key (lead_id, promise, cycle),
    check (state = 'running' or next_at is null),
    check (state = 'running' or ended_at is not null)
);
create unique index clocks_one_running on app.clocks (lead_id, promise) where state = 'running';
create index clocks_next on app.clocks (next_at) where next_at is not null;
create index clocks_owner on app.clocks (owner) where state = 'running';

create table app.outbox (           -- what is asked of the world, once a key
    key text primary key,
    lead_id text,
    channel text not null,
    recipient text not null,
    kind text not null,
    effect text not null,
    body jsonb not null,
    state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'dead', 'cancelled')),
    tries int not null default 0,
    created_at timestamptz not null,
    due_at timestamptz not null,
    claim uuid,
    lease_until timestamptz,
    sent_at timestamptz,
    error text
);
create index outbox_waiting on app.outbox (due_at) where state = 'waiting';
create index outbox_sending on app.outbox (lease_until) where state = 'sending';
create index outbox_lead on app.outbox (lead_id);
create index outbox_dead on app.outbox (created_at) where state = 'dead';

create table app.turns (            -- whose turn it is in each pool; locked while a batch is routed
    pool text primary key,
    tally jsonb not null
);

create table app.directory (        -- people, pools, queues, calendars, accounts set over the API: they win over the playbook's
    kind text not null check (kind in ('calendar', 'rep', 'pool', 'queue')),
    name text not null,
    body jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (kind, name)
);
create table app.accounts (
    domain text primary key,
    name text not null,
    owner text,
    body jsonb not null,
    changed_at timestamptz not null
);

create table app.playbooks (        -- every version that was ever active, word for word
    version text primary key,
    text text not null,
    hash text not null,
    state text not null check (state in ('draft', 'active', 'retired')),
    applied_at timestamptz not null,
    applied_by text not null
);
create unique index playbooks_one_active on app.playbooks (state) where state = 'active';

create table app.revision (         -- counts every change of playbook, directory; processes reload when it moves
    only_one boolean primary key default true check (only_one),
    number bigint not null
);
insert into app.revision (number) values (1);

create table app.settings (         -- secrets made at first start (link signing, session signing) and other single values
    name text primary key,
    value text not null
);

create table app.api_keys (
    id text primary key,
    hash bytea not null unique,
    label text not null,
    scopes text[] not null,
    rep text,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
);
create table app.users (
    email text primary key,
    name text not null,
    role text not null check (role in ('rep', 'manager', 'marketing', 'admin')),
    rep text,
    password_hash text not null,
    active boolean not null default true,
    created_at timestamptz not null
);

create table app.imports (
    id text primary key,
    file_name text not null,
    file_hash bytea not null,
    mapping text not null,
    mapping_hash bytea not null,
    mode text not null check (mode in ('live', 'historic')),
    state text not null check (state in ('running', 'done')),
    started_by text not null,
    line_next int not null,         -- every row of a line before this one is taken in or listed as an error
    taken int not null default 0,
    merged int not null default 0,  -- of those taken: into a lead that was there already
    failed int not null default 0,
    started_at timestamptz not null,
    ended_at timestamptz,
    unique (file_hash, mode, mapping_hash)
);
create table app.import_errors (
    import_id text not null,
    line int not null,
    column_name text,
    says text not null,
    cells text[] not null,          -- the row as it stood in the file, to be mended and imported again
    primary key (import_id, line)
);
