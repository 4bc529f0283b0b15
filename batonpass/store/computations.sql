-- name: ask
-- Somebody wants something worked out.
insert into app.computations (id, what, asked, asked_by, asked_at) values ($1, $2, $3::text::json, $4, app.now());

-- name: same
-- The same was asked and is not yet answered.
select id from app.computations
where what = $1 and asked::text = $2 and state in ('waiting', 'running')
order by asked_at
limit 1;

-- name: take
-- The one that has waited longest, or whose worker was lost, held for the length of a lease.
update app.computations
set state = 'running', claim = $1, lease_until = clock_timestamp() + $2::interval, tries = tries + 1
where id = (
    select id from app.computations
    where state = 'waiting' or (state = 'running' and lease_until < clock_timestamp())
    order by asked_at
    limit 1
    for update skip locked
)
returning id, what, asked::text as asked, asked_by, tries;

-- name: hold
-- It is still being worked out.
update app.computations set lease_until = clock_timestamp() + $3::interval
where id = $1 and claim = $2 and state = 'running';

-- name: done
-- It is worked out, if it is still ours.
update app.computations set state = 'done', result = $3::text::json, ended_at = app.now(), lease_until = null
where id = $1 and claim = $2 and state = 'running';

-- name: failed
-- It cannot be worked out, and why, if it is still ours.
update app.computations set state = 'failed', says = $3, ended_at = app.now(), lease_until = null
where id = $1 and claim = $2 and state = 'running';

-- name: find
-- One of them.
select id, what, asked::text as asked, asked_by, asked_at, state, ended_at, result::text as result, says
from app.computations where id = $1;

-- name: latest
-- The latest of a kind, without their results.
select id, what, asked::text as asked, asked_by, asked_at, state, ended_at, null as result, says
from app.computations where what = $1
order by asked_at desc, id
limit $2;

-- name: last_done
-- The latest of a kind that is worked out.
select id, what, asked::text as asked, asked_by, asked_at, state, ended_at, result::text as result, says
from app.computations where what = $1 and state = 'done'
order by asked_at desc, id
limit 1;
