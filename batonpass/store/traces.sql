-- name: traces_of
-- By what these leads' people can be recognised in a text: addresses, numbers, ids elsewhere, their names in full.
select distinct trace from (
    select person as trace from app.leads where id = any ($1::text[])
    union all select key from app.identities where lead_id = any ($1::text[])
    union all select name from app.leads where id = any ($1::text[]) and name like '_% _%'
    union all select d.value ->> 'value' from app.leads l,
        lateral json_each(coalesce(l.state::json -> 'known', '{}')) as d
        where l.id = any ($1::text[]) and d.key in ('phone', 'mobile', 'email', 'name') and d.value ->> 'value' like '_____%'
) as found where trace is not null and length(trace) >= 5;

-- name: shared
-- What is not theirs alone: somebody else has this address, name or number too, or one of our own people is called so.
select t.trace from unnest($2::text[]) as t (trace)
where exists (select from app.users u where t.trace in (lower(u.email), lower(u.name)))
    or exists (select from app.directory d where d.kind = 'rep' and t.trace in (lower(d.body ->> 'email'), lower(d.body ->> 'name')))
    or exists (
        select from app.leads o where o.id <> all ($1::text[]) and (t.trace = lower(o.person) or 'tel:' || t.trace = o.person
            or t.trace = lower(o.name) or position(t.trace in lower(o.state)) > 0 and exists (
                select from json_each(o.state::json -> 'known') as k
                where k.key in ('phone', 'mobile', 'email', 'name') and lower(k.value ->> 'value') = t.trace))
    );

-- name: wipe_labels
-- What both sides said of them in a joint review; that they said it, and how, stays.
update app.joint_labels l set why = '' from app.joint_leads j
where (j.review, j.place) = (l.review, l.place) and j.lead_id = any ($1::text[]);

-- name: wipe_shadow
-- What a draft would have done with them; the counts stay.
update app.shadow set because = '' where lead_id = any ($1::text[]);

-- name: wipe_verdicts
-- What was decided about a name or address of theirs.
delete from app.match_verdicts where substr(key, 3) ~* ('^(' || $1 || ')$');

-- name: wipe_mails
-- Which mails were about them; that each was seen, and when, stays, so that none counts twice.
update app.mails set because = '', lead_ids = array(select id from unnest(lead_ids) as id where id <> all ($1::text[]))
where lead_ids && $1::text[];

-- name: wipe_packs
-- Where the numbers of a meeting name them; what is kept of them afterwards is what the pack's digest is of.
with named as (
    select id, app.without(numbers, $1) as numbers from app.meetings where numbers ~* $1
)
update app.meetings m set numbers = n.numbers, hash = encode(sha256(convert_to(n.numbers, 'UTF8')), 'hex')
from named n where n.id = m.id;

-- name: wipe_texts
-- Where any other text of any table names them.
select app.forget_words($1);

-- name: amend_facts
-- Where facts of others name them; what was under a seal is put under another one, which says that it was changed by right.
with named as materialized (
    select lead_id, seq from app.facts where body::text ~* $1
), changed as (
    update app.facts f set body = app.without(f.body::text, $1)::json from named n
    where (f.lead_id, f.seq) = (n.lead_id, n.seq)
    returning f.lead_id, f.seq, f.kind, f.at, f.kept_at, f.playbook, f.body::text as body
), told as materialized (
    select c.lead_id as id, c.seq, sha256(k.salt || convert_to(concat_ws(e'\x1f', c.lead_id, c.seq, c.kind,
        extract(epoch from c.at), extract(epoch from c.kept_at), c.playbook, c.body), 'UTF8')) as digest
    from changed c join app.seal_keys k on k.lead_id = c.lead_id and c.seq <= k.sealed
), before as (
    select number, seal from app.seals order by number desc limit 1
), fresh as (
    insert into app.seals (number, at, facts, seal)
    select before.number + 1, app.now(), 0, sha256(before.seal || string_agg(
        convert_to(concat_ws(e'\x1f', t.id, t.seq, t.seq, true), 'UTF8') || t.digest, ''::bytea order by t.id, t.seq))
    from told t cross join before
    group by before.number, before.seal
    returning number
)
insert into app.sealed (lead_id, first, last, number, forgotten, digests)
select t.id, t.seq, t.seq, fresh.number, true, t.digest from told t cross join fresh;

-- name: wipe_lone_words
-- Words that came with nobody but them, such as a campaign of one: a group of one is a person. The counts stay.
with theirs as (
    select distinct w.name, w.word from app.rounds r, lateral (values ('source', r.source), ('campaign', r.campaign),
        ('medium', r.medium), ('channel', r.channel), ('form', r.form), ('persona', r.persona)) as w (name, word)
    where r.lead = any ($1::text[]) and w.word <> ''
), others as (
    select distinct w.name, w.word from app.rounds r, lateral (values ('source', r.source), ('campaign', r.campaign),
        ('medium', r.medium), ('channel', r.channel), ('form', r.form), ('persona', r.persona)) as w (name, word)
    where r.lead <> all ($1::text[]) and (w.name, w.word) in (select name, word from theirs)
), alone as (
    select name, word from theirs except select name, word from others
), blanked as (
    update app.rounds r set
        source = case when ('source', r.source) in (select name, word from alone) then '' else r.source end,
        campaign = case when ('campaign', r.campaign) in (select name, word from alone) then '' else r.campaign end,
        medium = case when ('medium', r.medium) in (select name, word from alone) then '' else r.medium end,
        channel = case when ('channel', r.channel) in (select name, word from alone) then '' else r.channel end,
        form = case when ('form', r.form) in (select name, word from alone) then '' else r.form end,
        persona = case when ('persona', r.persona) in (select name, word from alone) then '' else r.persona end
    where r.lead = any ($1::text[]) and exists (select from alone)
)
update app.round_words w set word = 'forgotten-' || w.code from alone a where (a.name, a.word) = (w.name, w.word);

-- name: end_rounds
-- Promises that ran count as neither kept nor broken from here on, and the days they stood in are added up anew.
with ended as (
    update app.rounds r set ended_at = coalesce(r.ended_at, app.now()), promises = (
        select coalesce(json_object_agg(p.key, case when p.value ->> 'state' = 'running'
            then (p.value::jsonb || '{"state": "closed"}')::json else p.value end), '{}')
        from json_each(r.promises) as p)
    where r.lead = any ($1::text[]) returning r.arrived_at
)
insert into app.round_stale (day) select distinct (arrived_at at time zone 'utc')::date from ended on conflict do nothing;
