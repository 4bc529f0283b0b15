-- name: about
-- All that is kept about them, by table.
select place, body from app.rows_about($1::text[], $2);

-- name: others
-- Who else is meant where these words stand: other people of the same companies, look-alikes, and those in other rows found.
select l.person, l.name, l.state::json #>> '{known,phone,value}' as phone from app.leads l
where l.id <> all ($1::text[]) and l.id in (
    select id from app.leads where person = any ($2::text[])
    union select unnest($2::text[])
    union select m.id from app.leads m join app.leads o on o.account = m.account where o.id = any ($1::text[])
    union select candidate from app.matches where lead_id = any ($1::text[])
    union select lead_id from app.matches where candidate = any ($1::text[])
) limit 5000;
