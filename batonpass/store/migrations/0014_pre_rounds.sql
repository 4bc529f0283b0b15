-- One row a lead and round with every instant of the handoff, kept from the facts, and what says which leads changed.

create table app.changed (          -- leads that changed in some transaction; whoever keeps the rounds takes them out
    id bigint generated always as identity primary key,
    leads text[] not null
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create table app.looks (            -- when the owner of a lead first saw it in a round, on the page or by a link
    lead_id text not null,
    round int not null,
    rep text not null,
    how text not null check (how in ('page', 'link')),
    at timestamptz not null,
    primary key (lead_id, round, rep)
);

create table app.rounds (
    lead text not null,
    round int not null,             -- 0: never handed over
    first_seen_at timestamptz not null,
    submitted_at timestamptz not null,
    arrived_at timestamptz not null,
    kept_at timestamptz not null,
    decided_at timestamptz,
    queued_at timestamptz,
    routed_at timestamptz,
    told_at timestamptz,
    delivered_at timestamptz,
    looked_at timestamptz,
    accepted_at timestamptz,
    rejected_at timestamptz,
    reject_reason text not null default '',
    touched_at timestamptz,
    touch_kind text not null default '',
    touches int not null default 0,
    disposed_at timestamptz,
    outcome text not null default '',
    outcome_reason text not null default '',
    mql_at timestamptz,
    sal_at timestamptz,
    sql_at timestamptz,
    opportunity_at timestamptz,
    won_at timestamptz,
    lost_at timestamptz,
    amount double precision,
    ended_at timestamptz,
    stage text not null default '',
    first_owner text not null default '',
    owner text not null default '',
    queue text not null default '',
    team text not null default '',
    tier text not null default '',
    region text not null default '',
    segment text not null default '',
    source text not null default '',
    campaign text not null default '',
    medium text not null default '',
    channel text not null default '',
    form text not null default '',
    persona text not null default '',
    band text not null default '',
    fit double precision,
    behaviour double precision,
    total double precision,
    playbook text not null default '',
    completeness int,
    completed_at timestamptz,
    due_at timestamptz,
    breached boolean not null default false,
    breached_owner text not null default '',
    excuse text not null default '',
    response_seconds int,
    historic boolean not null default false,
    merged_into text not null default '',
    promises json not null default '{}',
    seq int not null,               -- the lead's last fact that is in here; less than the lead's own means stale
    primary key (lead, round)
);
create index rounds_arrived on app.rounds (arrived_at);
create index rounds_first_seen on app.rounds (first_seen_at);

create table app.round_days (       -- the rounds of a day (UTC, of arrival), column by column, as reports read them
    day date not null,
    name text not null,
    body bytea not null,
    primary key (day, name)
);
create table app.round_stale (      -- days whose columns do not hold what their rounds do
    day date primary key
);
create table app.round_words (      -- the words of a column, each once, by the number that stands for it
    name text not null,
    code int not null,
    word text not null,
    primary key (name, code),
    unique (name, word)
);

create function app.a_message_left() returns trigger
    language plpgsql
    as $$
begin
    insert into app.changed (leads) values (array[new.lead_id]);
    return null;
end
$$;
create trigger a_message_left after update of sent_at on app.outbox
    for each row
    when (new.sent_at is distinct from old.sent_at and new.lead_id is not null and new.effect = 'TellRep')
    execute function app.a_message_left();
