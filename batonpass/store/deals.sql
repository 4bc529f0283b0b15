-- name: lead_of_deal
-- The lead that holds this deal, else the one named by its id, else the one of this person; where it lives on.
select coalesce(merged_into, id) from app.leads
where id = coalesce(
    (select lead_id from app.deals where deal_id = $1),
    (select id from app.leads where id = $2),
    (select id from app.leads where person = $3)
);

-- name: keep_deal
-- This deal belongs to this lead; what a deal was told of last counts.
insert into app.deals (deal_id, lead_id, kept_at) values ($1, $2, app.now())
on conflict (deal_id) do update set lead_id = excluded.lead_id;
