-- name: keep
-- What became of these records; the same is kept once, and of two words on where one lies now the later counts.
insert into app.record_fates as f (system, record, plain, fate, into_record, told_at)
select $1, record, app.plain_id($1, record), $3, $4, app.now() from unnest($2::text[]) with ordinality as r (record, n) order by n
on conflict (system, plain, fate) do update
set into_record = excluded.into_record, told_at = excluded.told_at, done_at = null, says = ''
where f.into_record <> excluded.into_record;

-- name: back
-- These records are there again, and stand for themselves.
delete from app.record_fates where system = $1 and plain in (select app.plain_id($1, one) from unnest($2::text[]) as r (one));

-- name: leads_of
-- Which lead lives on of each of these records, by the ids that people are known by and by those we keep alike.
select r.record, known.lead_id
from unnest($2::text[]) as r (record)
cross join lateral (select app.lead_of_record($1, r.record) as lead_id) as known
where known.lead_id is not null;

-- name: lives_on
-- Under which id each of these records lies now that was merged, at the end of the way.
with recursive way (asked, record, steps) as (
    select one, one, 0 from unnest($2::text[]) as r (one)
    union
    select w.asked, f.into_record, w.steps + 1
    from way w join app.record_fates f on f.system = $1 and f.plain = app.plain_id($1, w.record) and f.fate = 'merged'
    where w.steps < 20
)
select distinct on (asked) asked, app.plain_id($1, record) as record from way where steps > 0 order by asked, steps desc;

-- name: open
-- What can be done, in the order in which it was told: a merge or a forgetting at once, a deletion after a while, for it
-- may turn out to be part of a merge. Only what is about somebody whom we know can be, and two leads that somebody has
-- to look at are done once they are one.
select f.system, f.record, f.fate, f.into_record, f.told_at, app.now() as now
from app.record_fates f
cross join lateral (
    select app.lead_of_record(f.system, f.record) as one, app.lead_of_record(f.system, f.into_record) as other
) as known
where f.done_at is null and f.told_at > app.now() - $1::interval
    and (f.fate <> 'deleted' or f.told_at <= app.now() - $2::interval)
    and (f.says <> 'two' or known.one = known.other)
    and (known.one is not null or known.other is not null
        or f.fate = 'forgotten' and exists (select from app.unclaimed where alias = f.system || ':' || f.plain))
order by f.number limit $3;

-- name: hold
-- It is ours to do, and not done.
select true from app.record_fates where system = $1 and plain = app.plain_id($1, $2) and fate = $3 and done_at is null for update;

-- name: was_merged
-- Does it live on in another record?
select exists (select from app.record_fates where system = $1 and plain = app.plain_id($1, $2) and fate = 'merged');

-- name: asked
-- Both ids lead to leads of their own; somebody, or the rule, makes them one.
update app.record_fates set says = 'two' where system = $1 and plain = app.plain_id($1, $2) and fate = 'merged';

-- name: next
-- When the next deletion is to be believed.
select min(told_at) + $1::interval from app.record_fates where fate = 'deleted' and done_at is null and told_at > app.now() - $1::interval;

-- name: done
-- That is done, or never to be.
update app.record_fates set done_at = app.now(), says = $4 where system = $1 and plain = app.plain_id($1, $2) and fate = $3;

-- name: forget_old
-- What nobody of ours turned out to be.
delete from app.record_fates where told_at < app.now() - $1::interval and fate <> 'lost';

-- name: know
-- A record that lives on in another leads to the same lead, and what is told of it to the same person.
insert into app.identities (key, lead_id, kept_at) values ('id:' || $1::text || ':' || app.plain_id($1, $2), $3, app.now())
on conflict (key) do nothing;

-- name: join_waiting
-- Whose the records are is known: what waits under their names finds the person.
insert into app.aliases (alias, person, since)
select n.alias, l.person, app.now()
from app.leads l cross join (select $1 || ':' || app.plain_id($1, one) as alias from unnest($2::text[]) as r (one)) as n
where l.id = $3 and exists (select from app.unclaimed u where u.alias = n.alias)
on conflict (alias) do nothing;

-- name: drop_waiting
-- What waits of somebody who is to be forgotten goes, too.
delete from app.unclaimed where alias = $1::text || ':' || app.plain_id($1, $2);

-- name: move_record
-- The lead's record lies under another id over there; a lead that lives on in this one needs none of its own.
with gone as (
    delete from app.crm_records r using app.leads l
    where l.id = r.lead_id and l.merged_into = $1 and r.system = $2 and r.record in ($3, $4)
)
update app.crm_records r set record = null where lead_id = $1 and system = $2 and record = $3;

-- name: put_record
-- From now on it is written there, unless that is another lead's record.
update app.crm_records r set record = $3 where lead_id = $1 and system = $2 and record is null
    and not exists (select from app.crm_records where system = $2 and record = $3);

-- name: no_record
-- The lead has no record over there any more; the next write finds or makes one.
update app.crm_records set record = null where lead_id = $1 and system = $2 and record = $3;

-- name: states
-- These leads as they stand.
select id, state::text as state from app.leads where id = any ($1::text[]);

-- name: likely_one
-- Two leads are one person, by the word of the CRM: at once where it is sure, else a person looks. What a person
-- decided after we were told is not asked again.
with known as (
    update app.matches set likeness = $3, reasons = $4::text[], state = 'waiting', found_at = app.now()
    where kind = 'person' and (lead_id, candidate) in (($1, $2), ($2, $1))
        and (state = 'waiting' and likeness <> $3 or state = 'declined' and decided_at < $5)
    returning 1
)
insert into app.matches (kind, lead_id, candidate, likeness, reasons, found_at)
select 'person', $1, $2, $3, $4::text[], app.now()
where not exists (select from known)
    and not exists (select from app.matches where kind = 'person' and (lead_id, candidate) in (($1, $2), ($2, $1)))
on conflict (kind, lead_id, candidate) do nothing;
