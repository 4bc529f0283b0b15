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
