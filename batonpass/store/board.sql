-- name: loads
-- What everybody holds: open leads, and of their promises how many are open, late and due within the hour, in minutes too.
-- A promise that stands still is open and neither: its lead is due when it goes on.
select owner, sum(leads)::int as leads, sum(promises)::int as promises, sum(minutes)::int as minutes,
  sum(late)::int as late, sum(soon)::int as soon
from (
  select owner, count(*) as leads, 0 as promises, 0 as minutes, 0 as late, 0 as soon
  from app.leads
  where owner is not null and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
  group by owner
  union all
  select c.owner, 0, count(*), coalesce(sum(c.budget_seconds), 0) / 60,
    count(*) filter (where c.due_at < app.now() and l.next_due_at <= c.due_at),
    count(*) filter (where c.due_at >= app.now() and c.due_at <= app.now() + interval '1 hour' and l.next_due_at <= c.due_at)
  from app.clocks c join app.leads l on l.id = c.lead_id
  where c.state = 'running' and c.promise = 'first_touch' and c.owner is not null
  group by c.owner
) as held
group by owner;

-- name: these
-- These leads as they stand.
select state::text as state, next_action, next_due_at from app.leads where id = any ($1::text[]) order by next_due_at nulls last, id;

-- name: received
-- How many turns of each pool everybody had since an instant.
select body ->> 'pool' as pool, body ->> 'owner' as owner, count(*)::int as turns
from app.facts
where kind = 'Routed' and kept_at >= $1 and body ->> 'pool' is not null and body ->> 'owner' is not null
group by 1, 2;

-- name: passed
-- The latest leads for which somebody was passed over, newest first, each with who lost and why.
select f.lead_id, l.name, l.company, f.kept_at, f.body::text as body
from app.facts f join app.leads l on l.id = f.lead_id
where f.kind = 'Routed' and f.kept_at >= $1 and json_array_length(f.body -> 'passed') > 0
order by f.kept_at desc
limit $2;

-- name: paused
-- The latest pauses, newest first, with the lead as it stands.
select f.lead_id, f.kept_at, f.body::text as body, l.state::text as state
from app.facts f join app.leads l on l.id = f.lead_id
where f.kind = 'ClockPaused' and f.kept_at >= $1
order by f.kept_at desc
limit $2;
