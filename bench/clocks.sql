-- name: open_clocks
-- So many leads with a clock that is not due for days: rows of the usual width, and the state of a lead nobody asks for.
with many as (
    select 'Lfar' || lpad(n::text, 16, '0') as id, now() + interval '2 days' + n * interval '0.1 s' as due
    from generate_series($1::bigint, $2::bigint) n
), leads as (
    insert into app.leads
        (id, person, seq, stage, band, tier, owner, name, company, next_action, next_due_at, created_at, changed_at, state)
    select id, id || '@firm.example', 8, 'MQL', 'hot', 'urgent', 'n1', 'Eva Lund', 'Firm', 'first touch', due,
        now(), now(), '{}'
    from many
)
insert into app.clocks (lead_id, promise, cycle, tier, owner, state, started_at, due_at, next_at)
select id, 'first_touch', 1, 'urgent', 'n1', 'running', now(), due + interval '15 minutes', due from many;

-- name: copy_leads
-- Copies of one lead that was really taken in, with clocks whose next step is due one after the other.
with many as (
    select 'L' || $1 || lpad(n::text, 12, '0') as id, $2::timestamptz + (n - 1) * $3::interval as due
    from generate_series(1, $4::int) n
), leads as (
    insert into app.leads
        (id, person, seq, stage, band, tier, owner, name, company, next_action, next_due_at, created_at, changed_at, state)
    select m.id, m.id || '@firm.example', l.seq, l.stage, l.band, l.tier, l.owner, l.name, l.company, l.next_action,
        m.due, l.created_at, l.changed_at,
        jsonb_set(jsonb_set(jsonb_set(l.state::jsonb, '{id}', to_jsonb(m.id)), '{person}', to_jsonb(m.id || '@firm.example')),
            '{clocks,0,steps,0,at}', to_jsonb(m.due))
    from many m, app.leads l where l.id = $5
)
insert into app.clocks (lead_id, promise, cycle, tier, owner, state, started_at, due_at, next_at)
select m.id, c.promise, c.cycle, c.tier, c.owner, c.state, c.started_at, c.due_at, m.due
from many m, app.clocks c where c.lead_id = $5;

-- name: close
-- The claimed clocks are done.
update app.clocks set state = 'closed', next_at = null, ended_at = now()
where lead_id = any ($1::text[]) and state = 'running';

-- name: lateness
-- Milliseconds from the instant a step was due to its commit.
select extract(epoch from pg_xact_commit_timestamp(f.xmin) - (f.body ->> 'step_at')::timestamptz) * 1000
from app.facts f
where f.kind = 'Escalated' and f.lead_id like 'L' || $1 || '%';
