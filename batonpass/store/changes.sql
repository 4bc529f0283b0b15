-- name: note
-- One change, as it was before and as it is now; nothing when nothing differs.
insert into app.changes (at, by, kind, name, before, after)
select app.now(), $1, $2, $3, $4::text::jsonb, $5::text::jsonb
where $4::text::jsonb is distinct from $5::text::jsonb;

-- name: latest
-- The latest changes, the newest first, of one kind or one name if these are given, older than one if that is given.
select id, at, by, kind, name, before::text as before, after::text as after
from app.changes
where ($1::text[] is null or kind = any ($1))
  and ($2::text is null or name = $2)
  and ($3::bigint is null or id < $3)
order by id desc
limit $4;

-- name: entry
-- How something of the directory was set last over the API or a page; nothing when only the playbook has it.
select body::text from app.directory where kind = $1 and name = $2;

-- name: account
-- How an account was set last.
select body::text from app.accounts where domain = $1;

-- name: hold_directory
-- Changes of the directory come one after the other, so that none is lost under another.
select number from app.revision for update;
