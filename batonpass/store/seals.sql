-- name: one_at_a_time
-- One process at a time seals; whoever comes second goes away again.
select pg_try_advisory_xact_lock($1);

-- name: kept_since
-- The leads about which something was kept since an instant, and what time it is.
select array_agg(distinct f.lead_id) as leads, app.now() as at from app.facts f where f.kept_at >= $1;

-- name: next_leads
-- The leads after one, in the order of their ids, to find those that were passed over.
select array_agg(l.id order by l.id) as leads from (select id from app.leads where id > $1 order by id limit $2) as l;

-- name: seal
-- Seal what has been kept about these leads and is under no seal yet: one seal for all of it, holding the one before.
with due as materialized (
    select l.id, coalesce(k.sealed, 0) as upto, l.seq,
        coalesce(k.salt, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) as salt
    from app.leads l left join app.seal_keys k on k.lead_id = l.id
    where l.id = any ($1::text[]) and l.seq > coalesce(k.sealed, 0)
), keys as (
    insert into app.seal_keys (lead_id, salt, sealed) select id, salt, seq from due
    on conflict (lead_id) do update set sealed = excluded.sealed
), told as materialized (
    select d.id, min(f.seq) as first, max(f.seq) as last, count(*) as facts,
        string_agg(sha256(d.salt || convert_to(concat_ws(e'\x1f', f.lead_id, f.seq, f.kind, extract(epoch from f.at),
            extract(epoch from f.kept_at), f.playbook, f.body::text), 'UTF8')), ''::bytea order by f.seq) as digests
    from due d join app.facts f on f.lead_id = d.id and f.seq > d.upto and f.seq <= d.seq
    group by d.id
), last as (
    select number, seal from app.seals order by number desc limit 1
), fresh as (
    insert into app.seals (number, at, facts, seal)
    select last.number + 1, app.now(), sum(t.facts), sha256(last.seal || string_agg(
        convert_to(concat_ws(e'\x1f', t.id, t.first, t.last, false), 'UTF8') || t.digests, ''::bytea order by t.id, t.first))
    from told t cross join last
    group by last.number, last.seal
    returning number, facts
), entries as (
    insert into app.sealed (lead_id, first, last, number, digests)
    select t.id, t.first, t.last, fresh.number, t.digests from told t cross join fresh
)
select number, facts from fresh;

-- name: head
-- The last seal there is.
select number, encode(seal, 'hex') as seal from app.seals order by number desc limit 1;
