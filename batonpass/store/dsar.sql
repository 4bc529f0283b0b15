-- name: about
-- All that is kept about them, by table.
select place, body from app.rows_about($1::text[], $2);

-- name: others
-- Who else is meant where these words stand: other people of the same companies, look-alikes, and those in other rows found.
select l.person, l.name, l.state::json #>> '{known,phone,value}' as phone from app.leads l
where l.id <> all ($1::text[]) and (
    l.person = any ($2::text[]) or l.id = any ($2::text[])
    or l.account in (select account from app.leads where id = any ($1::text[]) and account is not null)
    or l.id in (select candidate from app.matches where lead_id = any ($1::text[]))
    or l.id in (select lead_id from app.matches where candidate = any ($1::text[]))
) limit 5000;
