-- name: leads_by_id
-- These leads as they stand, held until the batch is written.
select id, person, state, account from app.leads where id = any ($1::text[]) order by id for update;

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

-- name: write
-- Everything a batch decided, at once. Each column is one text that begins with a null; that first row is left out.
-- Columns are unnested where they are selected: of `from unnest(…)` each would be copied into a store of its own first.
with arrived as (
    insert into app.inbox
        (door, caller, idem_key, body_hash, fingerprint, kind, body, arrived_at, state, lead_id, answer, error, taken_at)
    select door, caller, idem_key, decode(body_hash, 'hex'), decode(fingerprint, 'hex'), kind, body::jsonb, arrived_at,
        state, lead_id, answer, error, $13
    from (
        select unnest(app.apart($1)) as door, unnest(app.apart($2)) as caller, unnest(app.apart($3)) as idem_key,
            unnest(app.apart($4)) as body_hash, unnest(app.apart($5)) as fingerprint, unnest(app.apart($6)) as kind,
            unnest(app.apart($7)) as body, unnest(app.apart($8)::timestamptz[]) as arrived_at,
            unnest(app.apart($9)) as state, unnest(app.apart($10)) as lead_id, unnest(app.apart($11)) as answer,
            unnest(app.apart($12)) as error
    ) as a
    where door is not null
), folded as (
    insert into app.leads
        (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
         next_action, next_due_at, created_at, changed_at, state)
    select id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
        next_action, next_due_at, created_at, changed_at, state
    from (
        select unnest(app.apart($14)) as id, unnest(app.apart($15)) as person, unnest(app.apart($16)::int[]) as seq,
            unnest(app.apart($17)) as stage, unnest(app.apart($18)) as band, unnest(app.apart($19)) as tier,
            unnest(app.apart($20)) as owner, unnest(app.apart($21)) as queue,
            unnest(app.apart($22)::numeric[]) as fit, unnest(app.apart($23)::numeric[]) as behaviour,
            unnest(app.apart($24)::numeric[]) as total, unnest(app.apart($25)) as account,
            unnest(app.apart($26)) as name, unnest(app.apart($27)) as company, unnest(app.apart($28)) as next_action,
            unnest(app.apart($29)::timestamptz[]) as next_due_at,
            unnest(app.apart($30)::timestamptz[]) as created_at, unnest(app.apart($31)::timestamptz[]) as changed_at,
            unnest(app.apart($32)) as state
    ) as l
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
    from (
        select unnest(app.apart($33)) as lead_id, unnest(app.apart($34)::int[]) as seq,
            unnest(app.apart($35)) as kind, unnest(app.apart($36)::timestamptz[]) as at,
            unnest(app.apart($37)) as body
    ) as f
    where lead_id is not null
), clocked as (
    insert into app.clocks
        (lead_id, promise, cycle, tier, owner, queue, state, started_at, due_at, ended_at, breached_at,
         response_seconds, next_at, breached_owner, excuse, budget_seconds)
    select *
    from (
        select unnest(app.apart($39)) as lead_id, unnest(app.apart($40)) as promise,
            unnest(app.apart($41)::int[]) as cycle, unnest(app.apart($42)) as tier, unnest(app.apart($43)) as owner,
            unnest(app.apart($44)) as queue, unnest(app.apart($45)) as state,
            unnest(app.apart($46)::timestamptz[]) as started_at, unnest(app.apart($47)::timestamptz[]) as due_at,
            unnest(app.apart($48)::timestamptz[]) as ended_at, unnest(app.apart($49)::timestamptz[]) as breached_at,
            unnest(app.apart($50)::int[]) as response_seconds, unnest(app.apart($51)::timestamptz[]) as next_at,
            unnest(app.apart($63)) as breached_owner, unnest(app.apart($64)) as excuse,
            unnest(app.apart($65)::int[]) as budget_seconds
    ) as c
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
        from (
            select unnest(app.apart($52)) as lead_id, unnest(app.apart($53)) as kinds
        ) as c
        cross join lateral (select key, kind, effect, state from app.outbox where lead_id = c.lead_id offset 0) as o
        where o.state = 'waiting' and o.kind = any (string_to_array(c.kinds, ','))
            and (o.effect <> 'PostWebhook' or o.kind in ('rejected', 'disposed'))
    )
), asked as (
    insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, created_at, due_at, chain)
    select key, lead_id, channel, recipient, kind, effect, body::json, $13, greatest($13, not_before::timestamptz), chain
    from (
        select unnest(app.apart($54)) as key, unnest(app.apart($55)) as lead_id, unnest(app.apart($56)) as channel,
            unnest(app.apart($57)) as recipient, unnest(app.apart($58)) as kind, unnest(app.apart($59)) as effect,
            unnest(app.apart($60)) as body, unnest(app.apart($66)) as chain, unnest(app.apart($67)) as not_before
    ) as o
    where key is not null
    on conflict (key) do nothing
), noted as (
    insert into app.changed (leads) select app.apart($14) where $14 <> e'\x1e'
), turned as (
    update app.turns set tally = t.tally::jsonb
    from (
        select unnest(app.apart($61)) as pool, unnest(app.apart($62)) as tally
    ) as t
    where turns.pool = t.pool
)
select 1;

-- name: set_aside
-- An arrival that cannot be written is kept as it came, with the reason.
insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, error)
values ($1, $2, $3, $4, $5::text::jsonb, app.now(), 'set_aside', $6);
