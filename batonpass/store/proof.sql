-- name: broken_seals
-- Seals that are not what they would be, had nothing been changed: each is made of the one before and of what it holds.
with held as (
    select number, string_agg(
        convert_to(concat_ws(e'\x1f', lead_id, first, last, forgotten), 'UTF8') || digests, ''::bytea order by lead_id, first) as whole
    from app.sealed group by number
), chain as (
    select s.number, s.seal, lag(s.seal) over w as before, lag(s.number) over w as last, h.whole
    from app.seals s left join held h using (number) window w as (order by s.number)
)
select number::text as subject,
    case when last is distinct from number - 1 then 'the seal before it is not there'
        else 'it does not hold what stands under it' end as says
from chain
where case when number = 0 then seal <> sha256('batonpass')
    else last is distinct from number - 1 or whole is null or seal <> sha256(before || whole) end
order by number limit 100;

-- name: broken_facts
-- Facts that are not what they were when they were sealed last, or are gone, in the order they were sealed; what was
-- forgotten by right, or changed because it named somebody who was, counts as it stands since.
with place as (
    select e.number, e.lead_id, n.seq, substring(e.digests from (n.seq - e.first) * 32 + 1 for 32) as digest
    from app.sealed e cross join lateral generate_series(e.first, e.last) as n (seq)
    where e.digests <> '' and not exists (
        select from app.sealed z
        where z.lead_id = e.lead_id and z.forgotten and z.number > e.number and n.seq between z.first and z.last)
)
select p.lead_id as subject,
    case when f.seq is null then format('its fact %s is gone', p.seq)
        when k.salt is null then 'the key of its seal is gone'
        else format('its fact %s is not what was kept', p.seq) end as says
from place p left join app.facts f on f.lead_id = p.lead_id and f.seq = p.seq
    left join app.seal_keys k on k.lead_id = p.lead_id
where f.seq is null or k.salt is null or p.digest is distinct from sha256(k.salt || convert_to(
    concat_ws(e'\x1f', f.lead_id, f.seq, f.kind, extract(epoch from f.at), extract(epoch from f.kept_at), f.playbook, f.body::text),
    'UTF8'))
order by p.number, p.lead_id, p.seq limit 100;

-- name: facts_unsealed
-- Facts that have been under no seal for ten minutes, and seals over more facts than there are.
select l.id as subject, format('stands after %s facts, and %s are under seal', l.seq, coalesce(k.sealed, 0)) as says
from app.leads l left join app.seal_keys k on k.lead_id = l.id
where (coalesce(k.sealed, 0) < l.seq and exists (
        select from app.facts f where f.lead_id = l.id and f.seq > coalesce(k.sealed, 0) and f.kept_at < app.now() - interval '10 minutes'))
    or k.sealed > l.seq
    or k.sealed is distinct from (select max(s.last) from app.sealed s where s.lead_id = l.id) and k.sealed is not null
order by l.id limit 100;

-- name: seal_at
-- The seal of that number, to compare with what somebody kept elsewhere.
select encode(seal, 'hex') from app.seals where number = $1;
