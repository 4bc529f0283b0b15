-- name: forgotten
-- Who was forgotten by a seal after this one; from the beginning when this database has not come so far, for it is another copy.
select lead_id, number from app.sealed
where forgotten and digests = '' and number > case when $1 > (select max(number) from app.seals) then 0 else $1 end
order by number, lead_id;

-- name: still_here
-- Which of these leads are there.
select id from app.leads where id = any ($1::text[]) order by id;
