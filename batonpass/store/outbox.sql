-- name: claim
-- Messages that are due or whose worker was lost, held for the length of a lease under a token of ours.
with fresh as (
    select key from app.outbox where state = 'waiting' and due_at <= app.now() and (channel = 'look_up') = $4
    order by due_at limit $1 for update skip locked
), lost as (
    select key from app.outbox where state = 'sending' and lease_until < clock_timestamp() and (channel = 'look_up') = $4
    order by lease_until limit $1 for update skip locked
), ripe as (
    select key from fresh union all select key from lost
)
update app.outbox o
set state = 'sending', claim = $2, tries = o.tries + 1, lease_until = clock_timestamp() + $3::interval
from ripe
where o.key = ripe.key
returning o.key, o.lead_id, o.channel, o.kind, o.recipient, o.effect, o.body::text as body, o.tries, app.now() as at;

-- name: sent
-- They have left, if they are still ours.
update app.outbox o set state = 'sent', sent_at = app.now(), lease_until = null, error = null
from unnest($1::text[], $2::uuid[]) as d (key, claim)
where o.key = d.key and o.claim = d.claim and o.state = 'sending';

-- name: later
-- It is tried again after a while, if it is still ours.
update app.outbox set state = 'waiting', due_at = app.now() + $3::interval, lease_until = null, error = $4
where key = $1 and claim = $2 and state = 'sending';

-- name: dead
-- It is given up, if it is still ours.
update app.outbox set state = 'dead', lease_until = null, error = $3
where key = $1 and claim = $2 and state = 'sending';

-- name: replay
-- A dead letter waits again.
update app.outbox set state = 'waiting', tries = 0, due_at = app.now(), error = null
where key = $1 and state = 'dead' returning key;

-- name: next_out
-- When the next waiting message is due.
select min(due_at) from app.outbox where state = 'waiting' and (channel = 'look_up') = $1;

-- name: ask
-- Something is asked of the world without a lead; the same key is asked once.
insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, $2, $3, $4, $5, $6::text::jsonb, app.now(), app.now())
on conflict (key) do nothing;
