-- name: keep
-- A list as it was brought, with what its columns are taken for.
insert into app.uploads (id, file_name, size, file_hash, body, sent_by, sent_at, said, seen, mapping, import_id)
values ($1, $2, $3, $4, $5, $6, app.now(), $7::text::json, $8::text::json, $9, $10);

-- name: choose
-- The same list with its columns taken otherwise; what was worked out of it no longer holds.
update app.uploads set said = $2::text::json, seen = $3::text::json, mapping = $4, import_id = $5, rehearsal = null
where id = $1 and work is null and body is not null returning id;

-- name: find
-- One list without its content.
select id, file_name, size, file_hash, body is not null as held, sent_by, sent_at, said::text as said,
    seen::text as seen, mapping, import_id, rehearsal, work
from app.uploads where id = $1;

-- name: of_import
-- The list that an import last took its rows from.
select id, file_name, size, file_hash, body is not null as held, sent_by, sent_at, said::text as said,
    seen::text as seen, mapping, import_id, rehearsal, work
from app.uploads where import_id = $1 and work is not null order by sent_at desc, id limit 1;

-- name: unbegun
-- Lists that wait for somebody to say yes.
select id, file_name, size, file_hash, body is not null as held, sent_by, sent_at, said::text as said,
    seen::text as seen, mapping, import_id, rehearsal, work
from app.uploads where work is null and body is not null order by sent_at desc, id limit 20;

-- name: content
-- The bytes of a list.
select body from app.uploads where id = $1;

-- name: rehearsing
-- Its dry run was asked for.
update app.uploads set rehearsal = $2 where id = $1;

-- name: working
-- Its import was asked for.
update app.uploads set work = $2 where id = $1;

-- name: let_go
-- Nobody needs the file any more: what it held about people goes with it.
update app.uploads set body = null, seen = (seen::jsonb - 'first')::json where id = $1;

-- name: forget_old
-- A list that nobody said yes to is not kept for longer than a week.
delete from app.uploads where work is null and sent_at < app.now() - interval '7 days';

-- name: drop
-- A list that is not wanted after all.
delete from app.uploads where id = $1 and work is null returning file_name;
