-- name: record
-- What became of somebody's promises of a first touch due since an instant; first_due_at is from before it stood still.
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
)
select m.state, m.due_at, m.ended_at, coalesce(m.excuse, '') <> '' as excused, d.due_at as first_due_at
from mine m left join first_due d using (lead_id, cycle);
