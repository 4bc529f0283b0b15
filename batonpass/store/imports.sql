-- name: begin
-- An import by its file, its mode and its mapping; the same three again are the same import.
insert into app.imports (id, file_name, file_hash, mapping, mapping_hash, mode, state, started_by, line_next, started_at)
values ($1, $2, $3, $4, $5, $6, 'running', $7, 0, app.now())
on conflict (id) do nothing;

-- name: how_far
-- How far one import is.
select id, file_name, mode, state, line_next, taken, merged, failed, started_at, ended_at
from app.imports where id = $1;

-- name: others
-- What was taken in before from the same file under another mapping or in another mode.
select id, mode, state, taken, started_at from app.imports
where file_hash = $1 and id <> $2 and taken > 0 order by started_at;

-- name: hold
-- The next line of an import, held until this batch is written, so that two runs never take the same row.
select line_next from app.imports where id = $1 for update;

-- name: known_leads
-- Which of these people have a lead already.
select coalesce(merged_into, id) as id from app.leads where person = any ($1::text[]);

-- name: kept_leads
-- The leads of these people as they stand, to decide on paper what would become of them.
select coalesce(s.id, l.id) as id, l.person, coalesce(s.state, l.state)::text as state
from app.leads l left join app.leads s on s.id = l.merged_into
where l.person = any ($1::text[])
order by 1;

-- name: add_errors
-- Rows that were not taken in, each with the reason and its cells, for a person to mend.
insert into app.import_errors (import_id, line, column_name, says, cells)
select $1, line, nullif(column_name, ''), says, array(select jsonb_array_elements_text(cells::jsonb))
from unnest($2::int[], $3::text[], $4::text[], $5::text[]) as e (line, column_name, says, cells)
on conflict (import_id, line) do nothing;

-- name: progress
-- How far the import is now, in the same transaction as its rows.
update app.imports set line_next = $2, taken = taken + $3, merged = merged + $4, failed = failed + $5 where id = $1;

-- name: finish
-- The whole file has been gone through.
update app.imports set state = 'done', ended_at = app.now() where id = $1 and state = 'running';

