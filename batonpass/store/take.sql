-- name: lock_people
-- One batch at a time may create or change what belongs to one person; locks end with the transaction.
select pg_advisory_xact_lock(k) from (select unnest($1::bigint[]) as k order by 1) as keys;

-- name: leads_of_people
-- The leads of these people as they stand, and those they live on in, held until the batch is written.
select id, person, state::text, merged_into from app.leads
where person = any ($1::text[])
    or id = any (array(select merged_into from app.leads where person = any ($1::text[]) and merged_into is not null))
order by id
for update;

-- name: leads_by_id
-- These leads as they stand, held until the batch is written.
select id, person, state::text from app.leads where id = any ($1::text[]) order by id for update;

-- name: lock_turns
-- The tallies of all pools, held until the batch is written, so that turns are exact under any number of processes.
select pool, tally::text from app.turns order by pool for update;

-- name: surroundings
-- The instant, the revision, and which keys and contents have come through our doors before.
select
    app.now() as at,
    (select number from app.revision) as revision,
    (
        select coalesce(jsonb_agg(jsonb_build_array(caller, idem_key, encode(body_hash, 'hex'), answer)), '[]')::text
        from app.inbox
        where idem_key is not null and (caller, idem_key) in (select unnest($1::text[]), unnest($2::text[]))
    ) as keys,
    (
        select coalesce(jsonb_agg(jsonb_build_array(encode(fingerprint, 'hex'), answer)), '[]')::text
        from app.inbox
        where fingerprint = any ($3::bytea[]) and arrived_at > app.now() - $4::interval and state = 'taken'
    ) as contents,
    (
        select coalesce(jsonb_agg(jsonb_build_array(domain, body)), '[]')::text
        from app.accounts
        where domain = any ($5::text[])
    ) as accounts;

-- name: loads
-- How many leads each rep holds with a running clock; asked only when a pool has caps.
select owner, count(*) as held from app.clocks where state = 'running' and owner is not null group by owner;

-- name: write
-- Everything a batch decided, at once.
with arrived as (
    insert into app.inbox
        (door, caller, idem_key, body_hash, fingerprint, kind, body, arrived_at, state, lead_id, answer, error, taken_at)
    select door, caller, idem_key, body_hash, fingerprint, kind, body::jsonb, arrived_at, state, lead_id,
        answer, error, $13
    from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::text[], $7::text[],
        $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::text[])
        as a (door, caller, idem_key, body_hash, fingerprint, kind, body, arrived_at, state, lead_id, answer, error)
), folded as (
    insert into app.leads
        (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
         next_action, next_due_at, created_at, changed_at, state)
    select id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
        next_action, next_due_at, created_at, changed_at, state::jsonb
    from unnest($14::text[], $15::text[], $16::int[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[],
        $22::numeric[], $23::numeric[], $24::numeric[], $25::text[], $26::text[], $27::text[], $28::text[],
        $29::timestamptz[], $30::timestamptz[], $31::timestamptz[], $32::text[])
        as l (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
            next_action, next_due_at, created_at, changed_at, state)
    on conflict (id) do update set
        seq = excluded.seq, stage = excluded.stage, band = excluded.band, tier = excluded.tier, owner = excluded.owner,
        queue = excluded.queue, fit = excluded.fit, behaviour = excluded.behaviour, total = excluded.total,
        account = excluded.account, name = excluded.name, company = excluded.company,
        next_action = excluded.next_action, next_due_at = excluded.next_due_at, changed_at = excluded.changed_at,
        state = excluded.state
), told as (
    insert into app.facts (lead_id, seq, kind, at, kept_at, playbook, body)
    select lead_id, seq, kind, at, $13, $38, body::jsonb
    from unnest($33::text[], $34::int[], $35::text[], $36::timestamptz[], $37::text[]) as f (lead_id, seq, kind, at, body)
), clocked as (
    insert into app.clocks
        (lead_id, promise, cycle, tier, owner, queue, state, started_at, due_at, ended_at, breached_at,
         response_seconds, next_at)
    select * from unnest($39::text[], $40::text[], $41::int[], $42::text[], $43::text[], $44::text[], $45::text[],
        $46::timestamptz[], $47::timestamptz[], $48::timestamptz[], $49::timestamptz[], $50::int[], $51::timestamptz[])
    on conflict (lead_id, promise, cycle) do update set
        tier = excluded.tier, owner = excluded.owner, queue = excluded.queue, state = excluded.state,
        due_at = excluded.due_at, ended_at = excluded.ended_at, breached_at = excluded.breached_at,
        response_seconds = excluded.response_seconds, next_at = excluded.next_at
), cancelled as (
    update app.outbox set state = 'cancelled'
    from unnest($52::text[], $53::text[]) as c (lead_id, kind)
    where outbox.lead_id = c.lead_id and outbox.kind = c.kind and outbox.state = 'waiting'
), asked as (
    insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, created_at, due_at)
    select key, lead_id, channel, recipient, kind, effect, body::jsonb, $13, $13
    from unnest($54::text[], $55::text[], $56::text[], $57::text[], $58::text[], $59::text[], $60::text[])
        as o (key, lead_id, channel, recipient, kind, effect, body)
    on conflict (key) do nothing
), turned as (
    update app.turns set tally = t.tally::jsonb
    from unnest($61::text[], $62::text[]) as t (pool, tally)
    where turns.pool = t.pool
)
select 1;

-- name: set_aside
-- An arrival that cannot be written is kept as it came, with the reason.
insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, error)
values ($1, $2, $3, $4, $5::text::jsonb, app.now(), 'set_aside', $6);
