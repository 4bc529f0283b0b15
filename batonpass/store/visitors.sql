-- name: link
-- These names belong to these people from now on; gives the names of which something waits.
with linked as (
    insert into app.aliases (alias, person, since)
    select distinct on (alias) alias, person, app.now() from unnest($1::text[], $2::text[]) as a (alias, person)
    on conflict (alias) do update set person = excluded.person, since = excluded.since
    where aliases.person <> excluded.person
)
select distinct alias from app.unclaimed where alias = any ($1::text[]);

-- name: who
-- To whom these names belong; a person's id in another system may be known from an import or a form that it sent.
select alias, person from app.aliases where alias = any ($1::text[])
union all
select substr(i.key, 4), coalesce(k.person, l.person)
from app.identities i
join app.leads l on l.id = i.lead_id
left join app.leads k on k.id = l.merged_into
where i.key = any (select 'id:' || name from unnest($1::text[]) as n (name))
  and not exists (select from app.aliases a where a.alias = substr(i.key, 4));

-- name: who_are_leads
-- Those of these persons who are leads, under this name or another of theirs.
select person from app.leads where person = any ($1::text[])
union
select key from app.identities where key = any ($1::text[]);

-- name: keep
-- Something waits until its name is known; the same message waits once, and no name keeps more than a bound.
insert into app.unclaimed (alias, door, caller, idem_key, kind, body, arrived_at)
select $1, $2, $3, $4, $5, $6::text::jsonb, app.now()
where (select count(*) from app.unclaimed where alias = $1) < $7
on conflict do nothing;

-- name: waiting
-- What waits of these names, in the order in which it came.
select id, alias, door, caller, idem_key, kind, body::text as body, arrived_at
from app.unclaimed where alias = any ($1::text[]) order by id limit $2;

-- name: claimed
-- It has been taken in and waits no longer.
delete from app.unclaimed where id = any ($1::bigint[]);

-- name: forget
-- Consent was withdrawn: nothing of this name waits any more.
delete from app.unclaimed where alias = any ($1::text[]);

-- name: left_over
-- Names that belong to somebody while something of theirs still waits: the process that linked them was lost.
select distinct u.alias, a.person from app.unclaimed u join app.aliases a using (alias) limit $1;

-- name: forget_old
-- Nobody claimed it in all this time.
delete from app.unclaimed where arrived_at < app.now() - $1::interval;

-- name: people_of_domain
-- Who of a company's domain we know.
select person from app.leads where split_part(person, '@', 2) = $1 order by id limit $2;
