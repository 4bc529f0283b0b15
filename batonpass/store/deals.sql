-- name: lead_of_deal
-- The lead that holds this deal, else the one named by its id, else that of this person or id over there; where it lives on.
select coalesce(merged_into, id) from app.leads
where id = coalesce(
    (select lead_id from app.deals where deal_id = $1),
    (select id from app.leads where id = $2),
    (select id from app.leads where person = nullif($3, '')),
    (select lead_id from app.identities where key = $4)
);

-- name: keep_deal
-- This deal belongs to this lead.
insert into app.deals (deal_id, lead_id, kept_at) values ($1, $2, app.now())
on conflict (deal_id) do update set lead_id = excluded.lead_id;

-- name: lock_deals
-- Whoever speaks of one of these deals waits until this transaction ends.
select pg_advisory_xact_lock(hashtextextended('deal/' || deal_id, 0)) from unnest($1::text[]) as d (deal_id) order by deal_id;

-- name: holders
-- Which lead each of these deals belongs to, where that lives on.
select d.deal_id, coalesce(l.merged_into, l.id) as lead_id
from app.deals d join app.leads l on l.id = d.lead_id where d.deal_id = any ($1::text[]);
