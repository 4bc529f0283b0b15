-- name: leads_of
-- Every lead of this person: by id, by address or number, by another key of theirs, and those merged with them.
with known as (
    select id from app.leads where id = any ($1::text[])
    union select id from app.leads where person = any ($1)
    union select lead_id from app.identities where key = any ($1)
), living as (
    select coalesce(l.merged_into, l.id) as id from app.leads l join known using (id)
)
select id, person from app.leads
where id in (
    select id from living
    union select id from known
    union select m.id from app.leads m join living on living.id = m.merged_into
)
order by id;
