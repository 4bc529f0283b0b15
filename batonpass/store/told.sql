-- name: read_told
-- The latest messages to a person on all their ways, newest first.
select key, lead_id, channel, kind, state, created_at, due_at, sent_at, proof, error,
  body ->> 'lead_name' as lead_name, body ->> 'company' as company, body ->> 'because' as because
from app.outbox
where recipient = any ($1::text[]) and effect = 'TellRep'
order by created_at desc, key
limit $2;

-- name: read_proof
-- What proves that these messages arrived.
select key, proof from app.outbox where key = any ($1::text[]) and proof is not null;
