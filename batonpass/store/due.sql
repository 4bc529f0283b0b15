-- name: claim
-- The clocks that are due with their leads held, earliest first from an instant on, passing over what another worker has.
-- The clock is held beside its lead, so that a step which another carried out since this look began is seen as done.
-- A step of five minutes ago was missed: nobody was here to carry it out.
-- What fell due in a time of which a copy put back knows nothing is lost: nobody can say whether it was kept (H03).
-- A promise that breaks before word of whose it is now has left is untold: that is our breach and not the rep's (E03).
-- So is one of which nobody could say in time that it was kept: it broke five minutes or more ago, and nothing rang then (E04).
select c.lead_id, c.promise, c.cycle, c.next_at, c.due_at < app.now() and c.breached_at is null and not coalesce((
    select bool_or(coalesce(o.sent_at <= c.due_at, false)) from app.outbox o
    where o.lead_id = c.lead_id and o.kind in ('assigned', 'reassigned') and o.effect = 'TellRep'
        and o.state <> 'cancelled' and o.created_at >= c.started_at
    group by o.created_at order by o.created_at desc limit 1
), true) as untold, c.due_at < app.now() and c.breached_at is null and exists (
    select from app.holds h where c.started_at < h.began_at
        and c.due_at >= h.since and (h.ended_at is null or c.due_at <= h.ended_at)
) as lost, c.due_at < app.now() - interval '5 minutes' and c.breached_at is null as down, c.next_at < app.now() - interval '5 minutes' as missed, app.now() as at
from app.clocks c join app.leads l on l.id = c.lead_id
where c.next_at < app.now() and c.next_at >= $2
order by c.next_at
limit $1
for update of l, c skip locked;

-- name: tell_together
-- What steps missed in an outage tell people at once goes a minute later and together, one message a person and channel,
-- so that an outage ends in no flood (R18); what would follow on another channel follows as long after it.
with gathered as (
    update app.outbox set digest = true, due_at = app.now() + interval '1 minute'
    where lead_id = any ($1::text[]) and created_at >= $2 and effect = 'TellRep' and state = 'waiting' and due_at <= app.now()
    returning chain
)
update app.outbox o set due_at = o.due_at + interval '1 minute'
from gathered g where o.chain = g.chain and o.state = 'waiting' and o.due_at > app.now();

-- name: alone
-- Whether nobody else rings clocks just now; nobody does until this transaction ends.
select pg_try_advisory_xact_lock($1);

-- name: ahead
-- The earliest step of all running clocks from an instant on, and what time it is.
select min(next_at) as upcoming, app.now() as now from app.clocks where next_at >= $1;

-- name: put_off
-- Step over a clock that cannot be decided, unless it has moved on: try again in an hour, and let a person see why.
with moved as (
    update app.clocks set next_at = app.now() + interval '1 hour'
    where (lead_id, promise, cycle, next_at) = ($2, $3, $4, $5)
    returning lead_id
)
insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, lead_id, error)
select 'clock', '', '', 'event', '{}', app.now(), 'set_aside', lead_id, $1 from moved;
