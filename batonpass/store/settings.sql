-- name: make
-- Keep a value under a name, unless there is one already.
insert into app.settings (name, value) values ($1, $2) on conflict (name) do nothing;

-- name: read
-- The value kept under a name.
select value from app.settings where name = $1;
