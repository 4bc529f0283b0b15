-- name: named
-- The living lead of this id, or of this person's address.
select coalesce(merged_into, id) from app.leads
where id = $1 or person = any ($2::text[])
    or id = any (array(select lead_id from app.identities where key = any ($2::text[])))
order by id = $1 desc, merged_into is null desc
limit 1;

-- name: lives_in
-- The lead in which this one lives on; null for one that lives by itself.
select merged_into from app.leads where id = $1;
