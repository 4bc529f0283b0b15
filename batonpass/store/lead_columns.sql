-- name: marks
-- Every lead with what tells one state of its record from another; one that lives on in another is counted there.
select id, seq, xmin from app.leads where stage <> 'Merged';

-- name: database
-- Which database of which server this is.
select c.system_identifier || '/' || d.oid from pg_control_system() c, pg_database d where d.datname = current_database();

-- name: chunks
-- The chunks made here, in this form, that hold these fields.
select number, leads from app.lead_chunks where database = $1 and shape = $2 and names @> $3::text[] order by number;

-- name: body
-- A column of these chunks, in their order.
select body from app.lead_columns where name = $2 and chunk = any ($1::bigint[]) order by chunk;

-- name: states
-- These leads as they stand, with the marks of their records.
select state::text as state, seq, xmin::text::bigint as writer from app.leads where id = any ($1::text[]) order by id;

-- name: drop_others
-- Let go of all chunks but these.
delete from app.lead_chunks where number <= $1 and not number = any ($2::bigint[]);

-- name: last
-- The newest chunk there is.
select coalesce(max(number), 0) from app.lead_chunks;

-- name: wait_for_erasure
-- Nobody is forgotten while a chunk is added; the lock ends with the transaction.
select pg_advisory_xact_lock(7233637);

-- name: are_there
-- How many of these leads are still there.
select count(*) from app.leads where id = any ($1::text[]);

-- name: put
-- Add a chunk with its columns.
with chunk as (
    insert into app.lead_chunks (database, shape, names, first_lead, last_lead, leads)
    values ($1, $2, $3, $4, $5, $6) returning number
)
insert into app.lead_columns (chunk, name, body)
select chunk.number, c.name, c.body from chunk cross join unnest($7::text[], $8::bytea[]) as c (name, body);
