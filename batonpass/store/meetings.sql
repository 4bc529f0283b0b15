-- name: put
-- A meeting is planned.
insert into app.meetings (id, kind, starts_at, since, made_by, made_at, remind_at)
values ($1, $2, $3, $4, $5, app.now(), $6) on conflict (id) do nothing returning id;

-- name: all_meetings
-- All meetings, the latest first, or one of them.
select id, kind, starts_at, since, made_by, made_at, remind_at, frozen_at, frozen_by, numbers, hash, app.now() as now
from app.meetings where $1::text is null or id = $1 order by starts_at desc, id limit 60;

-- name: to_freeze
-- Meetings that have begun and whose numbers are still moving.
select id from app.meetings where frozen_at is null and starts_at <= app.now() order by starts_at;

-- name: freeze
-- The numbers stay as they are from now on.
update app.meetings set frozen_at = app.now(), frozen_by = $2, numbers = $3, hash = $4, remind_at = null
where id = $1 and frozen_at is null returning id;

-- name: to_remind
-- Meetings of which the leaders have to be reminded.
update app.meetings set remind_at = null
where remind_at <= app.now() and frozen_at is null returning id, kind, starts_at;

-- name: instant
-- The time, the agreement's revision, and when something of a meeting, a decision or a joint review falls due next.
select app.now() as now, (select number from app.revision) as revision, (select min(at) from (
    select starts_at as at from app.meetings where frozen_at is null
    union all select remind_at from app.meetings where frozen_at is null and remind_at > app.now()
    union all select review_at from app.decisions where judged_at is null
    union all select remind_at from app.joint_reviews where in_at is null
) as coming) as next;

-- name: changes
-- What was done with versions of the playbook in a period.
select version, what, by, note, at from app.playbook_history where at >= $1 and at < $2 order by id;

-- name: put_decision
-- Something was decided.
insert into app.decisions (meeting, item, says, by, name, at, metric, direction, points, review_at, place, before, after, version)
values ($1, $2, $3, $4, $5, app.now(), $6, $7, $8, $9, $10, $11, $12, $13) returning id;

-- name: decisions
-- What was decided, in one meeting or in all, the latest first, and since when its change has been in force.
select d.id, d.meeting, d.item, d.says, d.by, d.name, d.at, d.metric, d.direction, d.points, d.review_at, d.place,
    d.before, d.after, d.version, d.judged_at, d.verdict, d.judged,
    (select min(h.at) from app.playbook_history h where h.version = d.version and h.what = 'applied') as applied_at
from app.decisions d where $1::text is null or d.meeting = $1 order by d.id desc limit 200;

-- name: to_judge
-- Decisions whose review date has come, with the period their meeting looked at.
select d.id, d.meeting, d.item, d.says, d.by, d.name, d.metric, d.direction, d.points, d.review_at, d.version, d.at,
    m.since, m.starts_at,
    (select min(h.at) from app.playbook_history h where h.version = d.version and h.what = 'applied') as applied_at
from app.decisions d join app.meetings m on m.id = d.meeting
where d.judged_at is null and d.review_at <= app.now() order by d.id for update of d skip locked;

-- name: judge
-- What came of a decision.
update app.decisions set judged_at = app.now(), verdict = $2, judged = $3 where id = $1;
