-- name: wait
-- This step of a deal waits for its lead, once; the deal is that of the lead from now on.
with tied as (
    insert into app.deals (deal_id, lead_id, kept_at)
    select $2, $1, app.now() where exists (select from app.leads where id = $1)
    on conflict (deal_id) do nothing
)
insert into app.deal_steps (lead_id, deal_id, key, kind, body, told_at, says)
select $1, $2, $3, $4, $5::text::jsonb, app.now(), $6 where exists (select from app.leads where id = $1)
on conflict (deal_id, key) where state = 'waiting' do nothing;

-- name: ripe
-- Steps whose lead may take them now or never will, and those whose time is over, in the order in which they were told.
select s.id, k.id as lead_id, s.kind, s.body::text as body, s.told_at < app.now() - $1::interval as over
from app.deal_steps s
join app.leads l on l.id = s.lead_id
join app.leads k on k.id = coalesce(l.merged_into, l.id)
where s.state = 'waiting' and ($2::text is null or k.id = $2)
    and (k.stage in ('SQL', 'Opportunity', 'Won', 'Lost') or s.told_at < app.now() - $1::interval)
order by s.id limit $3;

-- name: settle
-- It has been taken, or is refused for good.
update app.deal_steps set state = $2, done_at = app.now(), says = $3 where id = $1 and state = 'waiting';

-- name: some
-- What waits, the longest first, and then what came of those that waited, the latest first.
select id, lead_id, deal_id, kind, told_at, state, done_at, says from app.deal_steps
where ($1::text is null or state = $1) and (done_at is null or done_at > app.now() - $2::interval)
order by (state = 'waiting') desc, done_at desc, id limit $3;
