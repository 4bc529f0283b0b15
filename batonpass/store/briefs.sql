-- name: colleagues
-- Who else of the same mail domain we know, those heard of last at the head.
select state::text as state from app.leads
where split_part(person, '@', 2) = $1 and id <> $2 and stage <> 'Merged'
order by changed_at desc limit $3;
