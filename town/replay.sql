-- name: running
-- The promise of a first touch that runs for a lead: whose it is, and its next step.
select promise, cycle, owner, queue, tier, started_at, due_at, next_at, app.now() as now
from app.clocks
where lead_id = $1 and state = 'running' and promise = 'first_touch';

-- name: planned
-- The follow-up plan that runs for a lead: the lead as it stands, and the next step of the plan's clock.
select c.next_at, l.state, app.now() as now
from app.clocks c join app.leads l on l.id = c.lead_id
where c.lead_id = $1 and c.state = 'running' and c.promise = 'follow_up';

-- name: others
-- What else runs for a lead, with the next steps: the promises of the second half, and a rest that ends.
select promise, next_at from app.clocks
where lead_id = $1 and state = 'running' and promise not in ('first_touch', 'follow_up');

-- name: asked
-- The answer that is promised to somebody who raised a hand while sales works them, where it runs.
select owner, started_at, due_at from app.clocks
where lead_id = $1 and state = 'running' and promise = 'answer' and owner is not null;

-- name: holder
-- Who has a lead now.
select owner, queue, app.now() as now from app.leads where id = $1;

-- name: left_by_now
-- What was asked of the world before this instant was granted within seconds; nothing of the past leaves a second time.
update app.outbox set
    state = 'sent', tries = 1, sent_at = created_at + make_interval(secs => 0.4 + abs(hashtext(key)) % 300 / 100.0)
where state = 'waiting' and created_at < $1;

-- name: in_no_hurry
-- Do not wait for the disk at the end of this transaction.
set local synchronous_commit = off;
