-- name: waiting
-- The leads that wait for marketing's yes, the most pressing first.
select l.state::text as state
from app.clocks c
join app.leads l on l.id = c.lead_id
where c.promise = 'review' and c.state = 'running'
order by c.due_at, l.id
limit $1;

-- name: answered
-- The leads whose review ended since then, the latest first.
select l.state::text as state
from app.clocks c
join app.leads l on l.id = c.lead_id
where c.promise = 'review' and c.state <> 'running' and c.ended_at >= $1
order by c.ended_at desc, l.id
limit $2;
