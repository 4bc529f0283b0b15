-- name: named
-- These leads as a list shows them.
select id, name, company, stage, owner, queue, total from app.leads where id = any ($1::text[]);
