-- name: latest
-- The latest imports, whoever began them and however; older than one if it is given.
select id, file_name, mapping, mode, state, started_by, taken, merged, failed, line_next, started_at, ended_at
from app.imports
where $1::timestamptz is null or (started_at, id) < ($1, $2::text)
order by started_at desc, id desc
limit $3;

-- name: one
-- One import.
select id, file_name, mapping, mode, state, started_by, taken, merged, failed, line_next, started_at, ended_at
from app.imports where id = $1;

-- name: refused
-- Rows that were not taken in, in the file's order, from a line on.
select line, coalesce(column_name, '') as column_name, says, cells
from app.import_errors where import_id = $1 and line > $2 order by line limit $3;

-- name: stages
-- Where the leads of an import stand now.
select l.stage, count(*) as leads from app.leads as l
where l.id in (select lead_id from app.inbox where caller = $1 and idem_key is not null)
group by l.stage order by 2 desc;
