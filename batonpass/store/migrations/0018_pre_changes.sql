-- Who changed people, pools, queues, calendars and leave, when, and what stood there before; and quick ways to what was decided.

create table app.changes (          -- append-only: a change is never changed, and its trace never removed
    id bigint generated always as identity primary key,
    at timestamptz not null,
    by text not null,
    kind text not null,             -- calendar, rep, pool, queue, leave, feed, account
    name text not null,
    before jsonb,                   -- null: it was not there
    after jsonb                     -- null: it is no longer there
);
create index changes_of on app.changes (kind, name, id desc);

create function app.stays_as_written() returns trigger
language plpgsql
as $$
begin
    raise exception 'what was changed, by whom and when stays as it was written';
end
$$;
create trigger changes_stay before update or delete on app.changes
    for each row execute function app.stays_as_written();

create index facts_routed on app.facts (kept_at) where kind = 'Routed';         -- who was passed over lately, and why
create index facts_paused on app.facts (kept_at) where kind = 'ClockPaused';    -- which promises stand still, and since when
