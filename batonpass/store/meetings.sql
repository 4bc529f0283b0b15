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

-- name: next_stop
-- When something of a meeting falls due next.
select min(at) from (
    select starts_at as at from app.meetings where frozen_at is null
    union all select remind_at from app.meetings where frozen_at is null and remind_at > app.now()
    union all select review_at from app.decisions where judged_at is null
    union all select remind_at from app.joint_reviews where in_at is null
) as coming;

-- name: instant
-- The time, the agreement's revision, and when something of a meeting falls due next.
select app.now() as now, (select number from app.revision) as revision, (select min(at) from (
    select starts_at as at from app.meetings where frozen_at is null
    union all select remind_at from app.meetings where frozen_at is null and remind_at > app.now()
    union all select review_at from app.decisions where judged_at is null
    union all select remind_at from app.joint_reviews where in_at is null
) as coming) as next;

-- name: counts
-- How the leads handed over that arrived in a period stand: cases and hits of each figure, for all and by tier.
with handed as (
    select *, promises::json #>> '{first_touch,state}' as touch, promises::json #>> '{dispose,state}' as dispose,
        coalesce(promises::json #>> '{first_touch,excuse}', '') as sorry,
        (promises::json #>> '{first_touch,due_at}')::timestamptz as touch_due,
        (promises::json #>> '{dispose,due_at}')::timestamptz as dispose_due,
        accepted_at is not null or sql_at is not null as taken,
        disposed_at is not null or rejected_at is not null as over,
        touched_at is not null or accepted_at is not null as worked
    from app.rounds where arrived_at >= $1 and arrived_at < $2 and mql_at is not null and not historic
), judged as (
    select *, touch = 'met' as kept,
        (touch = 'breached' or (touch = 'running' and touch_due < app.now())) and sorry = '' as broken,
        worked and not over and ended_at is null and case when dispose is null then mql_at < app.now() - interval '14 days'
            else dispose = 'breached' or (dispose = 'running' and dispose_due < app.now()) end as late
    from handed
)
select case when grouping(tier) = 1 then '' when tier = '' then 'no tier' else tier end as tier, count(*) as leads,
    count(*) filter (where kept) as followed_up, count(*) filter (where kept or broken) as followed_up_of,
    count(*) filter (where taken) as accepted,
    count(*) filter (where taken or rejected_at is not null) as accepted_of,
    count(*) filter (where sal_at is not null and sql_at is not null) as qualified,
    count(*) filter (where sal_at is not null and (sql_at is not null or over or ended_at is not null)) as qualified_of,
    count(*) filter (where late) as undisposed, count(*) filter (where late or (worked and over)) as undisposed_of,
    count(*) filter (where completeness >= 100) as complete, count(*) as complete_of,
    count(*) filter (where rejected_at is not null and not taken) as rejected,
    count(*) filter (where taken or rejected_at is not null) as rejected_of
from judged group by grouping sets ((), (tier)) order by grouping(tier) desc, tier;

-- name: weeks
-- Promises of a first touch by the week in which their leads arrived.
select date_trunc('week', arrived_at at time zone 'UTC')::date as week, count(*) as leads,
    count(*) filter (where promises::json #>> '{first_touch,state}' = 'met') as kept,
    count(*) filter (where coalesce(promises::json #>> '{first_touch,excuse}', '') = ''
        and (promises::json #>> '{first_touch,state}' = 'breached' or (promises::json #>> '{first_touch,state}' = 'running'
        and (promises::json #>> '{first_touch,due_at}')::timestamptz < app.now()))) as broken
from app.rounds where arrived_at >= $1 and arrived_at < $2 and mql_at is not null and not historic
group by 1 order by 1;

-- name: reasons
-- What sales said of the leads that arrived in a period: given back why, ended how.
select case when rejected_at is not null then 'given back' else outcome end as what,
    case when rejected_at is not null then reject_reason else outcome_reason end as reason, count(*) as leads
from app.rounds
where arrived_at >= $1 and arrived_at < $2 and mql_at is not null and not historic
  and (rejected_at is not null or disposed_at is not null)
group by 1, 2 order by leads desc, 1, 2;

-- name: bands
-- How far the leads of a period got, by the band they were handed over in.
select band, count(*) as leads, count(*) filter (where sal_at is not null and sql_at is not null) as qualified,
    count(*) filter (where sal_at is not null and (sql_at is not null or disposed_at is not null or rejected_at is not null
        or ended_at is not null)) as qualified_of
from app.rounds where arrived_at >= $1 and arrived_at < $2 and mql_at is not null and not historic
group by band order by band;

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
