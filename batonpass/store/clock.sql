-- name: read_now
-- What time is it for every decision?
select app.now();

-- name: clock_is_frozen
-- Is the test clock installed here, whole or in part?
select exists (
        select from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where n.nspname = 'app' and c.relname = 'test_clock'
    )
    or exists (
        select from pg_catalog.pg_proc as f join pg_catalog.pg_namespace as n on n.oid = f.pronamespace
        where n.nspname = 'app' and f.proname = 'now' and f.prosrc like '%test_clock%'
    );

-- name: lock_clock
-- Let one process at a time exchange the clock, until its transaction ends.
select pg_advisory_xact_lock($1);

-- name: make_test_clock
-- Make the one row that holds the frozen instant; no row means that time runs as in the world.
create table if not exists app.test_clock (
    one boolean primary key default true check (one),
    at timestamptz not null
);

-- name: use_test_clock
-- Answer the frozen instant, and the real time as long as none was set.
create or replace function app.now() returns timestamptz
    language sql stable parallel safe
    as $$ select coalesce((select at from app.test_clock), clock_timestamp()) $$;

-- name: use_real_clock
-- Answer the real time and nothing else, as the first migration does.
create or replace function app.now() returns timestamptz
    language sql stable parallel safe
    as $$ select clock_timestamp() $$;

-- name: drop_test_clock
-- Forget the frozen instant.
drop table if exists app.test_clock;

-- name: freeze_now
-- Freeze the clock at an instant, which is not before the one it stands at unless that is allowed.
insert into app.test_clock (at) values ($1::timestamptz)
on conflict (one) do update set at = excluded.at
    where app.test_clock.at <= excluded.at or $2::boolean
returning at;

-- name: advance_now
-- Freeze the clock this much later than it stands or runs.
insert into app.test_clock (at) values (clock_timestamp() + $1::interval)
on conflict (one) do update set at = app.test_clock.at + $1::interval
returning at;
