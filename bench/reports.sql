-- name: fill
-- Leads over two years, each a round with its instants, as SQL alone makes them: a million in a minute or two.
insert into app.rounds (
    lead, round, first_seen_at, submitted_at, arrived_at, kept_at, decided_at, queued_at, routed_at, told_at, delivered_at,
    looked_at, accepted_at, rejected_at, reject_reason, touched_at, touch_kind, touches, disposed_at, outcome, mql_at, sal_at,
    sql_at, ended_at, stage, first_owner, owner, team, tier, region, source, campaign, medium, channel, form, persona, band,
    fit, behaviour, total, playbook, completeness, due_at, breached, response_seconds, promises, seq
)
select
    'L' || lpad(n::text, 18, '0'), 1, at, at, at, at, at, at, at, at, at + make_interval(secs => 1 + a * 5),
    case when b < 0.9 then at + make_interval(secs => 60 + 2000 * a * b) end,
    case when b < 0.7 then at + make_interval(secs => 100 + 3000 * a) end,
    case when b between 0.7 and 0.85 then at + make_interval(secs => 100 + 4000 * a) end,
    case when b between 0.7 and 0.85 then 'no_budget' else '' end,
    case when b < 0.7 then at + make_interval(secs => 200 + 5000 * a) end, case when b < 0.7 then 'call' else '' end, 1,
    case when b < 0.6 then at + make_interval(days => 1 + (a * 12)::int) end,
    case when b < 0.6 then 'converted' else '' end, at,
    case when b < 0.7 then at + make_interval(secs => 100 + 3000 * a) end,
    case when b < 0.25 then at + make_interval(days => 1 + (a * 12)::int) end,
    case when b between 0.25 and 0.85 then at + make_interval(days => 2) end,
    'SAL', 'rep' || n % 40, 'rep' || n % 40, 'pool' || n % 6, (array['urgent', 'high', 'standard'])[1 + n % 3], 'base',
    'source' || n % 9, 'campaign' || n % 60, 'medium' || n % 5, 'channel' || n % 7, 'form' || n % 5, 'persona' || n % 6, 'mql',
    20, 40, 60, '1', case when a < 0.9 then 100 else 60 end, at + interval '1 hour', a > 0.72, (200 + 5000 * a)::int,
    json_build_object('first_touch', json_build_object(
        'promise', 'first_touch', 'cycle', 1, 'tier', 'urgent', 'started_at', at, 'due_at', at + interval '1 hour',
        'state', case when b > 0.85 then 'running' when a > 0.68 then 'breached' else 'met' end,
        'ended_at', at + interval '1 hour', 'breached_at', null, 'response_seconds', 3600, 'breached_owner', null, 'excuse', null
    ), 'dispose', json_build_object(
        'promise', 'dispose', 'cycle', 1, 'tier', 'urgent', 'started_at', at, 'due_at', at + interval '14 days',
        'state', case when b < 0.6 then 'met' else 'running' end, 'ended_at', null, 'breached_at', null,
        'response_seconds', null, 'breached_owner', null, 'excuse', null
    )), 1
from (
    select n, app.now() - interval '2 years' * (1 - n::float / $1::int) as at, random() as a, random() as b
    from generate_series(1, $1::int) as n
) as leads;

-- name: fill_facts
-- Ten facts a lead, for their weight beside it; no report reads them.
insert into app.facts (lead_id, seq, kind, at, kept_at, playbook, body)
select 'L' || lpad(n::text, 18, '0'), m, 'Observed', app.now(), app.now(), '1', '{"signal": "pricing"}'
from generate_series(1, $1::int) as n, generate_series(1, 10) as m;

-- name: mark
-- The days that are read here are to be packed.
insert into app.round_stale (day) select distinct (arrived_at at time zone 'utc')::date from app.rounds
where arrived_at > app.now() - interval '400 days'
on conflict do nothing;
