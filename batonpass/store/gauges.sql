-- name: read_gauges
-- How late the latest step and the latest message are, and how much waits.
select
  greatest(0, extract(epoch from app.now() - (select min(next_at) from app.clocks where next_at is not null)))
    as clocks_due_lag_seconds,
  greatest(0, extract(epoch from app.now() - (select min(due_at) from app.outbox where state = 'waiting')))
    as outbox_lag_seconds,
  (select count(*) from app.clocks where state = 'running') as clocks_running,
  (select count(*) from app.outbox where state = 'waiting') as outbox_waiting,
  (select count(*) from app.outbox where state = 'dead') as outbox_dead,
  (select count(*) from app.inbox where state in ('set_aside', 'quarantined')) as inbox_needs_a_person,
  (select extract(epoch from clock_timestamp() - looked_at) from app.watch) as watch_lag_seconds;

-- name: read_ready
-- Whether something can be written, and a playbook says what to do with it.
select not pg_is_in_recovery()
  and current_setting('transaction_read_only') = 'off'
  and exists (select from app.playbooks where state = 'active');

-- name: write_much
-- As much as many leads take, to see whether there is room for it; whoever asks takes it back.
insert into app.settings (name, value)
select gen_random_uuid()::text, string_agg(md5(random()::text), '') from generate_series(1, 8000);

-- name: read_ground
-- What everything stands on; the numbers of rows are PostgreSQL's own estimates, for counting them would take a while.
select split_part(version(), ' on ', 1) as database, pg_size_pretty(pg_database_size(current_database())) as size,
  (select count(*) from app.migrations) as migrations,
  (select greatest(0, reltuples)::bigint from pg_class where oid = 'app.facts'::regclass) as facts,
  (select greatest(0, reltuples)::bigint from pg_class where oid = 'app.leads'::regclass) as leads;
