-- name: make
-- Keep a value under a name, unless there is one already.
insert into app.settings (name, value) values ($1, $2) on conflict (name) do nothing;

-- name: read
-- The value kept under a name.
select value from app.settings where name = $1;

-- name: hold
-- The value kept under a name, which nobody else changes until this transaction ends.
select value from app.settings where name = $1 for update;

-- name: put
-- Keep another value under a name that there is.
update app.settings set value = $2 where name = $1;
