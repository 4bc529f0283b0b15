-- name: facts_of_lately
-- Everything that happened to the leads that something happened to since an instant, lead by lead.
select f.lead_id, f.kind, f.playbook, f.body::text as body
from app.facts f join app.leads l on l.id = f.lead_id
where l.changed_at >= $1
order by f.lead_id, f.seq;

-- name: amounts
-- What was won in which round.
select lead, round, amount, coalesce(currency, '') as currency from app.rounds
where amount is not null and won_at is not null and arrived_at >= $1;

-- name: broken_lately
-- How many first touches each rep was promised for and did not make, since an instant; what is ours is not theirs.
select coalesce(nullif(breached_owner, ''), first_owner) as rep,
    count(*) as promised,
    count(*) filter (where breached and excuse = '') as broken
from app.rounds
where due_at is not null and arrived_at >= $1 and coalesce(nullif(breached_owner, ''), first_owner) <> ''
    and (breached or touched_at is not null or due_at < app.now())
group by 1
order by 1;
