-- name: cursor
-- How far the search for look-alikes has gone; held, so that one process at a time goes on.
select inbox_id from app.match_cursor for update skip locked;

-- name: put_cursor
-- The search begins at the first arrival, where it never began.
insert into app.match_cursor (inbox_id) values (0) on conflict do nothing;

-- name: move_cursor
-- Everything up to this arrival has been looked at.
update app.match_cursor set inbox_id = $1;

-- name: newcomers
-- Leads that something arrived for since then; `nameless` are those that name a company and have no account.
select i.upto, l.id, l.person, l.company, l.state, l.account is null and l.company <> '' as nameless
from (
    select lead_id, max(id) as upto from (
        select id, lead_id from app.inbox where id > $1 and state = 'taken' and lead_id is not null order by id limit $2
    ) as latest group by lead_id
) as i
join app.leads l on l.id = i.lead_id and l.merged_into is null
order by i.upto;

-- name: same_number
-- Another living lead that gave this number first; whoever gives it first is remembered for it.
with first as (
    insert into app.identities (key, lead_id, kept_at) values ('phone:' || $1::text, $2, app.now())
    on conflict (key) do nothing
    returning lead_id
)
select coalesce(k.id, l.id)
from app.identities i
join app.leads l on l.id = i.lead_id
left join app.leads k on k.id = l.merged_into
where i.key = 'phone:' || $1::text and coalesce(k.id, l.id) <> $2;

-- name: has_address
-- Is this lead known by an address, or by its number alone?
select person not like 'tel:%' from app.leads where id = $1;

-- name: keep_person
-- Two leads may be one person; what was decided once is not asked again, whichever of them came first.
insert into app.matches (kind, lead_id, candidate, likeness, reasons, found_at)
select 'person', $1, $2, $3, array[$4::text], app.now()
where not exists (select from app.matches where kind = 'person' and lead_id = $2 and candidate = $1)
on conflict (kind, lead_id, candidate) do nothing;

-- name: last_arrival
-- The last of the next arrivals to be looked at.
select max(id) from (select id from app.inbox where id > $1 order by id limit $2) as latest;

-- name: candidates
-- The accounts that share a beginning of a telling word, or the registered label, but for those a person declined.
select a.domain, a.body::text as body, array_agg(k.key) as keys
from app.account_keys k join app.accounts a on a.domain = k.domain
where k.key = any ($1::text[])
    and not exists (select from app.match_verdicts v where v.domain = a.domain and not v.same and v.key = any ($2::text[]))
group by a.domain, a.body
order by count(*) desc, a.domain
limit $3;

-- name: keep_matches
-- What looks alike waits for a person; what was decided once is not asked again.
insert into app.matches (kind, lead_id, candidate, likeness, reasons, found_at)
select 'account', lead_id, candidate, likeness, string_to_array(reasons, e'\x1f'), app.now()
from unnest($1::text[], $2::text[], $3::numeric[], $4::text[]) as m (lead_id, candidate, likeness, reasons)
on conflict (kind, lead_id, candidate) do nothing;

-- name: twins
-- The next leads that are one person by the rules.
select id, lead_id, candidate, reasons from app.matches
where kind = 'person' and state = 'waiting' and likeness = 1 and id > $2 order by id limit $1;

-- name: waiting
-- What a person has to look at, the likeliest first, with both sides.
select m.id, m.kind, m.lead_id, m.candidate, m.likeness, m.reasons, m.found_at, l.name, l.person, l.company,
    coalesce(a.name, t.name) as candidate_name, coalesce(a.owner, t.owner) as candidate_owner, a.body::text as account,
    l.owner, l.stage
from app.matches m
join app.leads l on l.id = m.lead_id and l.merged_into is null
left join app.accounts a on m.kind = 'account' and a.domain = m.candidate
left join app.leads t on m.kind = 'person' and t.id = m.candidate
where m.state = 'waiting' and coalesce(a.domain, t.id) is not null
order by m.likeness desc, m.id
limit $1;

-- name: hold
-- One match, held until it is decided.
select id, kind, lead_id, candidate, likeness, reasons, state from app.matches where id = $1 for update;

-- name: decide
-- What a person made of it.
update app.matches set state = $2, decided_at = app.now(), decided_by = $3 where id = $1;

-- name: settle_others
-- A lead that has its account needs no other looked at.
update app.matches set state = 'gone' where kind = 'account' and lead_id = $1 and state = 'waiting' and id <> $2;

-- name: remember
-- What was decided about a name or domain holds for all who come after.
insert into app.match_verdicts (key, domain, same, decided_at, decided_by)
select key, $2, $3, app.now(), $4 from unnest($1::text[]) as k (key)
on conflict (key, domain) do update
set same = excluded.same, decided_at = excluded.decided_at, decided_by = excluded.decided_by;

-- name: account
-- One account as it is kept.
select domain, body::text as body from app.accounts where domain = $1;
