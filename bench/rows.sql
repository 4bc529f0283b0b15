-- name: inbox
-- What came through the doors.
insert into app.inbox
    (door, caller, idem_key, body_hash, fingerprint, kind, body, arrived_at, state, lead_id, answer, error, taken_at)
select door, caller, idem_key, body_hash, fingerprint, kind, body::jsonb, arrived_at, state, lead_id, answer, error, $13
from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::text[], $7::text[],
    $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::text[])
    as a (door, caller, idem_key, body_hash, fingerprint, kind, body, arrived_at, state, lead_id, answer, error);

-- name: leads
-- The leads, some of them a second time.
insert into app.leads
    (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
     next_action, next_due_at, created_at, changed_at, state)
select id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
    next_action, next_due_at, created_at, changed_at, state
from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::numeric[], $10::numeric[], $11::numeric[], $12::text[], $13::text[], $14::text[], $15::text[],
    $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::text[])
    as l (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
        next_action, next_due_at, created_at, changed_at, state)
on conflict (id) do update set
    seq = excluded.seq, stage = excluded.stage, band = excluded.band, tier = excluded.tier, owner = excluded.owner,
    queue = excluded.queue, fit = excluded.fit, behaviour = excluded.behaviour, total = excluded.total,
    account = excluded.account, name = excluded.name, company = excluded.company,
    next_action = excluded.next_action, next_due_at = excluded.next_due_at, changed_at = excluded.changed_at,
    state = excluded.state;

-- name: facts
-- The facts.
insert into app.facts (lead_id, seq, kind, at, kept_at, playbook, body)
select lead_id, seq, kind, at, $6, $7, body::json
from unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[]) as f (lead_id, seq, kind, at, body);

-- name: clocks
-- The clocks, some of them a second time.
insert into app.clocks
    (lead_id, promise, cycle, tier, owner, queue, state, started_at, due_at, ended_at, breached_at,
     response_seconds, next_at)
select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::int[], $13::timestamptz[])
on conflict (lead_id, promise, cycle) do update set
    tier = excluded.tier, owner = excluded.owner, queue = excluded.queue, state = excluded.state,
    due_at = excluded.due_at, ended_at = excluded.ended_at, breached_at = excluded.breached_at,
    response_seconds = excluded.response_seconds, next_at = excluded.next_at;

-- name: cancelled
-- The messages that were withdrawn.
update app.outbox set state = 'cancelled'
from unnest($1::text[], $2::text[]) as c (lead_id, kind)
where outbox.lead_id = c.lead_id and outbox.kind = c.kind and outbox.state = 'waiting';

-- name: outbox
-- The messages.
insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, created_at, due_at)
select key, lead_id, channel, recipient, kind, effect, body::json, $8, $8
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as o (key, lead_id, channel, recipient, kind, effect, body)
on conflict (key) do nothing;

-- name: turns
-- The tallies of the pools.
update app.turns set tally = t.tally::jsonb
from unnest($1::text[], $2::text[]) as t (pool, tally)
where turns.pool = t.pool;
