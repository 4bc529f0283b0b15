-- name: hold
-- One process at a time keeps the rounds; the lock ends with the transaction.
select pg_try_advisory_xact_lock(7233614);

-- name: hold_all
-- Whoever keeps the rounds now is waited for, and nobody begins until this transaction ends.
select pg_advisory_xact_lock(7233614);

-- name: changed
-- The leads that changed first, taken out of the list.
delete from app.changed
where id = any (array(select id from app.changed order by id limit $1 for update skip locked))
returning leads;

-- name: missed
-- Leads whose rounds do not hold their last fact, although nobody said that they changed; they are put on the list.
insert into app.changed (leads)
select array_agg(id) from (
    select l.id, row_number() over () / 200 as part from app.leads l
    where not exists (select from app.rounds r where r.lead = l.id and r.seq = l.seq)
) as stale
group by part;

-- name: here
-- Those of these leads that are still here; of who was forgotten the rounds stand as they were counted last.
select id from app.leads where id = any ($1::text[]);

-- name: facts
-- Everything that happened to these leads.
select lead_id, seq, kind, kept_at, playbook, body::text as body from app.facts
where lead_id = any ($1::text[])
order by lead_id, seq;

-- name: messages
-- What was told to our people about these leads, and when it left.
select lead_id, kind, created_at, sent_at from app.outbox
where lead_id = any ($1::text[]) and effect = 'TellRep' and kind in ('assigned', 'reassigned', 'queued')
    and state <> 'cancelled';

-- name: looks
-- When somebody who owned these leads first saw them, by round.
select lead_id, round, min(at) as at from app.looks where lead_id = any ($1::text[]) group by lead_id, round;

-- name: promises
-- How the promises to these leads stand or ended.
select lead_id, promise, cycle, tier, owner, state, started_at, due_at, ended_at, breached_at, response_seconds,
    breached_owner, excuse
from app.clocks
where lead_id = any ($1::text[]);

-- name: drop
-- The rounds of these leads make room for how they stand now; the days they counted in are to be added up anew.
with gone as (
    delete from app.rounds where lead = any ($1::text[]) returning arrived_at
)
insert into app.round_stale (day)
select distinct (arrived_at at time zone 'utc')::date from gone
on conflict do nothing;

-- name: put
-- The rounds as they stand now, and their days to be added up anew.
with put as (
    insert into app.rounds select * from json_populate_recordset(null::app.rounds, $1::text::json)
    returning arrived_at
)
insert into app.round_stale (day)
select distinct (arrived_at at time zone 'utc')::date from put
on conflict do nothing;

-- name: empty
-- Forget all rounds, to be worked out anew from the facts. Of who was forgotten no fact says theirs any more: they stay.
with noted as (
    delete from app.changed
), gone as (
    delete from app.rounds where lead in (select id from app.leads) returning arrived_at
)
insert into app.round_stale (day)
select distinct (arrived_at at time zone 'utc')::date from gone
on conflict do nothing;

-- name: look
-- The owner of a lead has seen it in this round; only the first time counts, and the lead's rounds are worked out anew.
with seen as (
    insert into app.looks (lead_id, round, rep, how, at) values ($1, $2, $3, $4, app.now())
    on conflict do nothing
    returning lead_id
)
insert into app.changed (leads) select array[lead_id] from seen;
