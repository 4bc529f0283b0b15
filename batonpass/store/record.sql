-- name: record
-- What became of somebody's promises of a first touch due since an instant, those that stand alike counted together: a
-- busy person has ten thousand. What stood still is judged by the instant it was due before.
with mine as (
    select lead_id, cycle, state, started_at, due_at, ended_at, excuse
    from app.clocks
    where promise = 'first_touch' and (state <> 'running' or breached_owner is not null)
        and coalesce(breached_owner, owner) = $1 and due_at >= $2
    union all
    select lead_id, cycle, state, started_at, due_at, ended_at, excuse
    from app.clocks
    where promise = 'first_touch' and state = 'running' and breached_owner is null and owner = $1
), stood as (
    select m.lead_id, m.cycle, min(f.seq) as seq
    from app.facts f join mine m on m.lead_id = f.lead_id
    where f.kind = 'ClockPaused' and f.kept_at >= $2 - interval '92 days' and f.body ->> 'promise' = 'first_touch'
        and f.at >= m.started_at and (m.ended_at is null or f.at <= m.ended_at)
    group by m.lead_id, m.cycle
), first_due as (
    select s.lead_id, s.cycle, l.due_at
    from stood s cross join lateral (
        select (body ->> 'due_at')::timestamptz as due_at
        from app.facts
        where lead_id = s.lead_id and seq < s.seq and kind in ('ClockStarted', 'ClockMoved')
            and body ->> 'promise' = 'first_touch'
        order by seq desc
        limit 1
    ) as l
), judged as (
    select m.state, coalesce(m.excuse, '') <> '' as excused, coalesce(m.ended_at, $3) as ended_at,
        least(m.due_at, d.due_at) as due_at
    from mine m left join first_due d using (lead_id, cycle)
)
select state, late, excused, date_bin('15 minutes', at, timestamptz 'epoch') as at, count(*)::int as many
from judged cross join lateral (select ended_at > due_at or state = 'breached' as late) as l
    cross join lateral (select case when late then due_at else ended_at end as at) as a
group by 1, 2, 3, 4;
