-- name: reader
-- The person behind a session as they stand now (null for nobody), the database's time, and the agreement's revision.
select app.now() as now, (select number from app.revision) as revision, u.email, u.name, u.role, u.rep,
    u.language
from (select 1) as one
left join app.users as u on u.email = $1 and u.active
    and exists (select from app.sessions as s where s.id = $2 and s.email = u.email and s.ended_at is null);

-- name: sign_in
-- What a sign-in is checked against; all but the time is null for an address that nobody here has.
select app.now() as now, u.email, u.name, u.role, u.rep, u.language, u.password_hash
from (select 1) as one
left join app.users as u on lower(u.email) = lower($1) and u.active;

-- name: all_users
-- Everybody who can sign in, those who sell first.
select email, name, role, rep
from app.users
where active
order by array_position(array['rep', 'manager', 'marketing', 'admin'], role), name;

-- name: put
-- Somebody can sign in; the same address again changes who they are.
insert into app.users (email, name, role, rep, password_hash, created_at) values ($1, $2, $3, $4, $5, app.now())
on conflict (email) do update
set name = excluded.name, role = excluded.role, rep = excluded.rep, password_hash = excluded.password_hash, active = true;

-- name: put_language
-- A person has chosen what language our pages and mails speak to them; null leaves it to their browser.
update app.users set language = $2 where email = $1;

-- name: language_of
-- The language that a person of ours has chosen, by their id in the directory or the address they sign in with.
select language from app.users where active and (rep = $1 or email = lower($1)) order by rep = $1 limit 1;
