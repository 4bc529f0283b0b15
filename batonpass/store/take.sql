-- name: lock_people
-- One batch at a time may create or change what belongs to one person; locks end with the transaction.
select pg_advisory_xact_lock(k) from (select unnest($1::bigint[]) as k order by 1) as keys;

-- name: hold_people
-- Their locks, so that one batch at a time creates or changes what belongs to a person; then their leads as they stand,
-- also under other keys and as others, held until the batch is written.
select id, person, state, merged_into, account from app.hold_people($1::bigint[], $2::text[]);

-- name: leads_by_id
-- These leads as they stand, held until the batch is written.
select id, person, state, account from app.leads where id = any ($1::text[]) order by id for update;

-- name: known_by
-- Whose lead each of these keys leads to, beside the key a lead was opened under.
select key, lead_id from app.identities where key = any ($1::text[]);

-- name: keep_keys
-- People are recognised by these keys from now on.
insert into app.identities (key, lead_id, kept_at)
select key, lead_id, app.now() from unnest($1::text[], $2::text[]) as k (key, lead_id)
on conflict (key) do nothing;

-- name: keep_twins
-- These leads are one person by the rules; somebody will make them one.
insert into app.matches (kind, lead_id, candidate, likeness, reasons, found_at)
select 'person', lead_id, candidate, 1, array[why], app.now()
from unnest($1::text[], $2::text[], $3::text[]) as t (lead_id, candidate, why)
on conflict (kind, lead_id, candidate) do nothing;

-- name: hold_turns
-- The tallies of all pools, held until the batch is written, so that turns are exact under any number of processes; and
-- the instant, the revision, which keys and contents have come through our doors before, and the accounts they name.
select at, revision, turns, keys, contents, accounts
from app.look_around(true, $1::text[], $2::text[], $3::bytea[], $4::interval, $5::text[]);

-- name: surroundings
-- The same, only to look at.
select at, revision, turns, keys, contents, accounts
from app.look_around(false, $1::text[], $2::text[], $3::bytea[], $4::interval, $5::text[]);

-- name: write
-- Everything a batch decided, at once. Each column is one text that begins with a null; that first row is left out.
with arrived as (
    insert into app.inbox
        (door, caller, idem_key, body_hash, fingerprint, kind, body, arrived_at, state, lead_id, answer, error, taken_at)
    select door, caller, idem_key, decode(body_hash, 'hex'), decode(fingerprint, 'hex'), kind, body::jsonb, arrived_at,
        state, lead_id, answer, error, $13
    from unnest(app.apart($1), app.apart($2), app.apart($3), app.apart($4), app.apart($5), app.apart($6),
        app.apart($7),
        app.apart($8)::timestamptz[], app.apart($9), app.apart($10), app.apart($11), app.apart($12))
        as a (door, caller, idem_key, body_hash, fingerprint, kind, body, arrived_at, state, lead_id, answer, error)
    where door is not null
), folded as (
    insert into app.leads
        (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
         next_action, next_due_at, created_at, changed_at, state)
    select id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
        next_action, next_due_at, created_at, changed_at, state
    from unnest(app.apart($14), app.apart($15), app.apart($16)::int[], app.apart($17), app.apart($18),
        app.apart($19), app.apart($20), app.apart($21),
        app.apart($22)::numeric[], app.apart($23)::numeric[], app.apart($24)::numeric[], app.apart($25),
        app.apart($26), app.apart($27), app.apart($28),
        app.apart($29)::timestamptz[], app.apart($30)::timestamptz[], app.apart($31)::timestamptz[], app.apart($32))
        as l (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
            next_action, next_due_at, created_at, changed_at, state)
    where id is not null
    on conflict (id) do update set
        seq = excluded.seq, stage = excluded.stage, band = excluded.band, tier = excluded.tier, owner = excluded.owner,
        queue = excluded.queue, fit = excluded.fit, behaviour = excluded.behaviour, total = excluded.total,
        account = excluded.account, name = excluded.name, company = excluded.company,
        next_action = excluded.next_action, next_due_at = excluded.next_due_at, changed_at = excluded.changed_at,
        state = excluded.state
), told as (
    insert into app.facts (lead_id, seq, kind, at, kept_at, playbook, body)
    select lead_id, seq, kind, at, $13, $38, body::json
    from unnest(app.apart($33), app.apart($34)::int[], app.apart($35), app.apart($36)::timestamptz[],
        app.apart($37)) as f (lead_id, seq, kind, at, body)
    where lead_id is not null
), clocked as (
    insert into app.clocks
        (lead_id, promise, cycle, tier, owner, queue, state, started_at, due_at, ended_at, breached_at,
         response_seconds, next_at, breached_owner, excuse, budget_seconds)
    select *
    from unnest(app.apart($39), app.apart($40), app.apart($41)::int[], app.apart($42), app.apart($43),
        app.apart($44), app.apart($45),
        app.apart($46)::timestamptz[], app.apart($47)::timestamptz[], app.apart($48)::timestamptz[],
        app.apart($49)::timestamptz[], app.apart($50)::int[], app.apart($51)::timestamptz[],
        app.apart($63), app.apart($64), app.apart($65)::int[])
        as c (lead_id, promise, cycle, tier, owner, queue, state, started_at, due_at, ended_at, breached_at,
            response_seconds, next_at, breached_owner, excuse, budget_seconds)
    where lead_id is not null
    on conflict (lead_id, promise, cycle) do update set
        tier = excluded.tier, owner = excluded.owner, queue = excluded.queue, state = excluded.state,
        due_at = excluded.due_at, ended_at = excluded.ended_at, breached_at = excluded.breached_at,
        response_seconds = excluded.response_seconds, next_at = excluded.next_at,
        breached_owner = excluded.breached_owner, excuse = excluded.excuse, budget_seconds = excluded.budget_seconds
), cancelled as (
    update app.outbox set state = 'cancelled'
    where key in (
        select o.key
        from unnest(app.apart($52), app.apart($53)) as c (lead_id, kinds)
        cross join lateral (select key, kind, effect, state from app.outbox where lead_id = c.lead_id offset 0) as o
        where o.state = 'waiting' and o.kind = any (string_to_array(c.kinds, ','))
            and (o.effect <> 'PostWebhook' or o.kind in ('rejected', 'disposed'))
    )
), asked as (
    insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, created_at, due_at, chain)
    select key, lead_id, channel, recipient, kind, effect, body::json, $13, greatest($13, not_before::timestamptz), chain
    from unnest(app.apart($54), app.apart($55), app.apart($56), app.apart($57), app.apart($58),
        app.apart($59), app.apart($60), app.apart($66), app.apart($67))
        as o (key, lead_id, channel, recipient, kind, effect, body, chain, not_before)
    where key is not null
    on conflict (key) do nothing
), noted as (
    insert into app.changed (leads) select app.apart($14) where $14 <> e'\x1e'
), turned as (
    update app.turns set tally = t.tally::jsonb
    from unnest(app.apart($61), app.apart($62)) as t (pool, tally)
    where turns.pool = t.pool
)
select 1;

-- name: set_aside
-- An arrival that cannot be written is kept as it came, with the reason.
insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, error)
values ($1, $2, $3, $4, $5::text::jsonb, app.now(), 'set_aside', $6);
