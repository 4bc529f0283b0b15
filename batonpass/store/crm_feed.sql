-- name: feed
-- How far the changes of this CRM have been read, and what time it is.
select position, read_at, gap_since, cursor, run, seen, compared_at, app.now() as now from (select 1) as one
left join app.crm_feed on system = $1;

-- name: advance
-- The changes are read up to here, unless somebody else has read on meanwhile.
update app.crm_feed set position = $3, read_at = app.now() where system = $1 and position = $2 and cursor is null returning 1;

-- name: compare_from
-- Changes were missed, or none was ever read: everything is compared from the beginning, and read on from here after it.
insert into app.crm_feed as f (system, position, read_at, gap_since, cursor, run)
values ($1, $2, app.now(), coalesce($3, app.now()), '', 1)
on conflict (system) do update set position = excluded.position, read_at = excluded.read_at,
    gap_since = least(f.gap_since, excluded.gap_since), cursor = '', run = f.run + 1, seen = 0
where f.position = $4 and f.cursor is null
returning 1;

-- name: compared
-- A page more is compared, unless somebody else was faster; at the end nothing is missed any more.
update app.crm_feed set cursor = nullif($3, 'end'), seen = seen + $4,
    gap_since = case when $3 = 'end' then null else gap_since end,
    compared_at = case when $3 = 'end' then app.now() else compared_at end
where system = $1 and cursor = $2 returning 1;

-- name: whose
-- Whose records these are, by the record's id or the person's address; those of nobody are left out.
select distinct on (c.record) c.record, coalesce(known.lead_id, l.id) as lead_id
from unnest($2::text[], $3::text[]) as c (record, email)
cross join lateral (select app.lead_of_record($1, c.record) as lead_id) as known
left join app.leads l on c.email <> '' and l.person = c.email and l.stage <> 'Merged'
where coalesce(known.lead_id, l.id) is not null
order by c.record;

-- name: seen
-- These records are there; whoever was not known by theirs is now.
insert into app.crm_records as r (lead_id, system, record, seen_in)
select distinct on (lead_id) lead_id, $1, case when exists (
        select from app.crm_records o where o.system = $1 and o.record = s.record and o.lead_id <> s.lead_id
    ) then null else record end, $4
from unnest($2::text[], $3::text[]) as s (lead_id, record)
order by lead_id, record
on conflict (lead_id) do update set seen_in = excluded.seen_in, record = coalesce(r.record, excluded.record);

-- name: unseen
-- Leads whose records are not there any more: they are found, or made, anew when they are written next.
update app.crm_records r set record = null
where system = $1 and seen_in < $2 and record is not null
    and not exists (select from app.leads where id = r.lead_id and merged_into is not null)
returning lead_id;

-- name: forget_fields
-- What we knew of records that are gone.
delete from app.crm_fields where lead_id = any ($1::text[]) and frozen_at is null;
