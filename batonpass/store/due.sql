-- name: claim
-- The leads of the clocks that are due, earliest first, passing over those another worker holds.
select c.lead_id, c.promise
from app.clocks c join app.leads l on l.id = c.lead_id
where c.next_at < app.now() and ($2::timestamptz is null or c.next_at >= $2)
order by c.next_at
limit $1
for update of l skip locked;

-- name: next_due
-- The earliest step of all running clocks.
select min(next_at) from app.clocks where next_at is not null;

-- name: put_off
-- Step over the earliest due clock that cannot be decided: try again in an hour, and let a person see why.
with stuck as (
    select c.lead_id, c.promise, c.cycle from app.clocks c
    where c.next_at < app.now() order by c.next_at limit 1
), moved as (
    update app.clocks c set next_at = app.now() + interval '1 hour'
    from stuck s where (c.lead_id, c.promise, c.cycle) = (s.lead_id, s.promise, s.cycle)
    returning c.lead_id
)
insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, lead_id, error)
select 'clock', '', '', 'event', '{}', app.now(), 'set_aside', lead_id, $1 from moved
returning 1;
