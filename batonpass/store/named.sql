-- name: named
-- These leads as a list shows them.
select id, name, company, stage, owner, queue, total from app.leads where id = any ($1::text[]);

-- name: whole
-- These leads as the folds of their facts.
select state from app.leads where id = any ($1::text[]);

-- name: owned
-- The leads that these owners have, or had when they ended.
select coalesce(array_agg(id), '{}') from app.leads where owner = any ($1::text[]);
