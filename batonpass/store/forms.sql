-- name: one
-- A form as it was laid out last.
select body::text as body, version from app.forms where name = $1;

-- name: hold
-- The same, and nobody else changes it until we have.
select body::text as body, version from app.forms where name = $1 for update;

-- name: put
-- A form as it is from now on; of two who lay out a new one at once the second changes the first.
insert into app.forms (name, body, version, at) values ($1, $2::text::jsonb, $3, app.now())
on conflict (name) do update set body = excluded.body, version = app.forms.version + 1, at = excluded.at;

-- name: names
-- Every form that was laid out, with when it was changed last.
select name, body ->> 'title' as title, at from app.forms order by name;

-- name: now
-- The instant.
select app.now();
