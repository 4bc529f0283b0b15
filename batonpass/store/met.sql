-- name: lock_people
-- One batch at a time may create or change what belongs to one person; locks end with the transaction.
select pg_advisory_xact_lock(k) from (select unnest($1::bigint[]) as k order by 1) as keys;

-- name: hold_people
-- Their locks, so that one batch at a time creates or changes what belongs to a person; then their leads as they stand,
-- also under other keys and as others, held until the batch is written.
select id, person, state, merged_into, account from app.hold_people($1::bigint[], $2::text[]);

-- name: try_people
-- The same without waiting: where somebody else holds one of them, the leads as they stand now, which may change until
-- they are held, and after them a row of nulls.
select id, person, state, merged_into, account from app.try_people($1::bigint[], $2::text[]);

-- name: known_by
-- Whose lead each of these keys leads to, beside the key a lead was opened under.
select key, lead_id from app.identities where key = any ($1::text[]);
