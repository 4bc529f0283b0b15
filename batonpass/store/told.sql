-- name: read_told
-- The latest messages to a person on all their ways, newest first.
select o.key, o.lead_id, o.channel, o.kind, o.state, o.created_at, o.due_at, o.sent_at, o.proof, o.error,
  o.body ->> 'lead_name' as lead_name, o.body ->> 'company' as company, o.body ->> 'because' as because
from unnest($1::text[]) as at (address) cross join lateral (
  select * from app.outbox
  where recipient = at.address and effect = 'TellRep'
  order by created_at desc, key
  limit $2
) as o
order by o.created_at desc, o.key
limit $2;

-- name: read_proof
-- What proves that these messages arrived.
select key, proof from app.outbox where key = any ($1::text[]) and proof is not null;
