-- name: count_leads
-- How many leads there are, each person once.
select count(*) from app.leads where stage <> 'Merged';

-- name: has_active
-- Is a playbook in force?
select exists (select from app.playbooks where state = 'active');

-- name: every_state
-- Every lead as it stands, in the order of arrival; one that lives on in another is counted there.
select state::text as state from app.leads where stage <> 'Merged' order by id;

-- name: latest_states
-- The leads that came last as they stand, in the order of arrival.
select state from (
    select id, state::text as state from app.leads where stage <> 'Merged' order by id desc limit $1
) as latest
order by id;

-- name: waiting_in
-- How many leads wait in each queue.
select queue, count(*) as waiting from app.leads where queue is not null group by queue;

-- name: count_running
-- How many promises run.
select count(*) from app.clocks where state = 'running';

-- name: every_account
-- Every account that was set over the API.
select domain, body::text as body from app.accounts order by domain;

-- name: kept_by
-- How each rep kept the promise of a first touch in these days, counted as every report counts, and how many leads they
-- have in work. A breach is whose it was then, and what our own outage broke is nobody's.
select
    rep as owner,
    (select count(*) from app.leads l where l.owner = rep and l.stage in ('MQL', 'SAL', 'SQL', 'Opportunity')) as open,
    count(c.state) filter (where c.state = 'met') as met,
    count(c.state) filter (
        where coalesce(c.excuse, '') = '' and (c.state = 'breached' or c.state = 'running' and c.breached_at is not null)
    ) as broken
from (
    select distinct owner as rep from app.leads where owner is not null
    union
    select distinct coalesce(breached_owner, owner) from app.clocks where coalesce(breached_owner, owner) is not null
) as reps
left join app.clocks c on coalesce(c.breached_owner, c.owner) = rep and c.promise = 'first_touch'
    and c.started_at > app.now() - make_interval(days => $1)
group by rep
order by rep;
