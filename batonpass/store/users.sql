-- name: put
-- Somebody can sign in; the same address again changes who they are.
insert into app.users (email, name, role, rep, password_hash, created_at) values ($1, $2, $3, $4, $5, app.now())
on conflict (email) do update
set name = excluded.name, role = excluded.role, rep = excluded.rep, password_hash = excluded.password_hash, active = true;

-- name: put_language
-- A person has chosen what language our pages and mails speak to them; null leaves it to their browser.
update app.users set language = $2 where email = $1;
