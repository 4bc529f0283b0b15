-- name: people
-- Everybody who can or could sign in, with when they last did and how often they are signed in now.
select u.email, u.name, u.role, u.rep, u.active, u.created_at, max(s.began_at) as last_at,
    count(s.id) filter (where s.ended_at is null and s.began_at > app.now() - interval '7 days') as sessions
from app.users u
left join app.sessions s on s.email = u.email
group by u.email
order by u.active desc, u.name, u.email;

-- name: person
-- One of them, held while they are changed.
select email, name, role, rep, active from app.users where email = $1 for update;

-- name: hold_admins
-- Of two who take each other's last colleague away at once, one waits and is then told that they are the last.
select from app.users where role = 'admin' and active order by email for update;

-- name: admins
-- How many others can look after everything.
select count(*) from app.users where active and role = 'admin' and email <> $1;

-- name: put
-- Somebody can sign in; a password only when a new one was chosen.
insert into app.users (email, name, role, rep, password_hash, created_at)
values ($1, $2, $3, $4, coalesce($5::text, ''), app.now())
on conflict (email) do update
set name = excluded.name, role = excluded.role, rep = excluded.rep, active = true,
    password_hash = coalesce($5::text, users.password_hash);

-- name: close
-- Somebody signs in no more.
update app.users set active = false where email = $1;
