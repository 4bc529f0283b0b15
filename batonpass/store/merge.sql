-- name: people_of_leads
-- By which keys the people of these leads are recognised, for the locks that keep arrivals of theirs out.
select id, person from app.leads where id = any ($1::text[]) order by id;

-- name: pair
-- Which lead this one lives on in, and the one that was merged into it last.
select state::jsonb -> 'identity' ->> 'merged_into' as merged_into, state::jsonb -> 'identity' -> 'merged' ->> -1 as merged_last
from app.leads where id = $1;

-- name: into
-- A lead lives on in another, and with it every lead that lived on in the first.
update app.leads set merged_into = $2 where id = $1 or merged_into = $1;

-- name: apart
-- A lead stands by itself again, and those that lived on in it before the merge do so again.
with recursive below as (
    select $1::text as id
    union
    select l.id from app.leads l join below b on l.state::jsonb -> 'identity' ->> 'merged_into' = b.id where l.merged_into = $2
)
update app.leads set merged_into = case when id = $1 then null else $1 end where id in (select id from below);

-- name: ids_into
-- What the person was known by elsewhere leads to this lead from now on.
update app.identities set lead_id = $2 where lead_id = $1;

-- name: ids_apart
-- The ids that a lead held before it was merged lead to it again.
update app.identities set lead_id = $1 where lead_id = $2 and key = any ($3::text[]);

-- name: close_clocks
-- The running promises of these leads end without a verdict; whose they were stays.
update app.clocks set state = 'closed', ended_at = $2, next_at = null
where lead_id = any ($1::text[]) and state = 'running';

-- name: drop_clocks
-- A promise that had moved to another lead goes back where it came from.
delete from app.clocks where (lead_id, promise, cycle) in (select unnest($1::text[]), unnest($2::text[]), unnest($3::int[]));

-- name: merge_fact
-- The merge that took that lead into this one last.
select seq, body::text as body from app.facts
where lead_id = $1 and kind = 'Merged' and body ->> 'other' = $2
order by seq desc limit 1;

-- name: facts_since
-- What happened to a lead after one of its facts, in order.
select kind, playbook, body::text as body from app.facts where lead_id = $1 and seq > $2 order by seq;

-- name: close_matches
-- Two leads that are one person now need nobody to look at them.
update app.matches set state = 'gone'
where kind = 'person' and state = 'waiting' and lead_id = any ($1::text[]) and candidate = any ($1::text[]);

-- name: never_again
-- Two leads that a person took apart are two people, whatever the rules say.
insert into app.matches (kind, lead_id, candidate, likeness, reasons, state, found_at, decided_at, decided_by)
select 'person', a, b, 1, array['taken apart'], 'declined', app.now(), app.now(), $3
from (values ($1::text, $2::text), ($2, $1)) as pair (a, b)
on conflict (kind, lead_id, candidate) do update
set state = 'declined', decided_at = excluded.decided_at, decided_by = excluded.decided_by;
