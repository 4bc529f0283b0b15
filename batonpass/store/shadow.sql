-- name: in_shadow
-- The draft that judges live leads beside the version in force, and since when.
select p.version, p.text,
    (select max(h.at) from app.playbook_history h where h.version = p.version and h.what = 'shadowed') as since
from app.playbooks p
where p.state = 'shadow';

-- name: lock_progress
-- How far a shadow has come; one process at a time goes on.
select inbox_id from app.shadow_progress where version = $1 for update skip locked;

-- name: arrivals
-- What has arrived since, and a little before, lest a slow transaction is overlooked.
select i.id, i.lead_id
from app.inbox i
where i.id > $2::bigint - 100 and i.lead_id is not null and i.arrived_at >= $3
    and (i.id > $2 or not exists (
        select from app.shadow s where s.version = $1 and s.lead_id = i.lead_id and s.at >= i.arrived_at
    ))
order by i.id
limit $4;

-- name: facts_of
-- Everything that happened to these leads.
select lead_id, seq, kind, kept_at, playbook, body::text as body from app.facts
where lead_id = any ($1::text[])
order by lead_id, seq;

-- name: advance_progress
-- A shadow has come this far.
update app.shadow_progress set inbox_id = greatest(inbox_id, $2) where version = $1;

-- name: put
-- What a shadow would have decided at some arrivals, beside what was decided; twice is as once.
insert into app.shadow
    (version, lead_id, seq, at, stage, tier, owner, queue, total, active, active_stage, active_tier, active_owner,
     active_queue, active_total, because, differs)
select $1, lead_id, seq, at, stage, tier, owner, queue, total, active, active_stage, active_tier, active_owner,
    active_queue, active_total, because, differs
from unnest($2::text[], $3::int[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::numeric[],
    $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::numeric[], $16::text[], $17::boolean[])
    as s (lead_id, seq, at, stage, tier, owner, queue, total, active, active_stage, active_tier, active_owner,
        active_queue, active_total, because, differs)
on conflict (version, lead_id, seq) do nothing;

-- name: totals
-- How many arrivals a shadow has seen, and at how many it would have decided otherwise.
select count(*) as seen, count(*) filter (where differs) as differing, min(at) as first, max(at) as last
from app.shadow
where version = $1;

-- name: flows
-- What was decided and what the shadow would have, where they differ.
select active_stage as before, active_tier as before_tier, stage as after, tier as after_tier, count(*) as arrivals
from app.shadow
where version = $1 and differs
group by active_stage, active_tier, stage, tier
order by count(*) desc, 1, 3;

-- name: differences
-- The latest arrivals at which the shadow would have decided otherwise.
select s.lead_id, l.name, s.at, s.active_stage, s.active_tier, s.active_owner, s.active_queue, s.active_total,
    s.stage, s.tier, s.owner, s.queue, s.total, s.because
from app.shadow s
join app.leads l on l.id = s.lead_id
where s.version = $1 and s.differs
order by s.at desc, s.lead_id
limit $2;
