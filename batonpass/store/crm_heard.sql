-- name: hear
-- Something the CRM says; the same news is kept once.
insert into app.crm_changes (system, key, record, email, field, value, at, marker, person, quiet, heard_at)
select $1, key, record, email, field, value, at, marker, person, quiet, app.now()
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::bool[], $10::bool[])
    as c (key, record, email, field, value, at, marker, person, quiet)
on conflict (system, key) do nothing;

-- name: one_at_a_time
-- Whoever takes changes up does so alone, so that they are taken up in their order.
select pg_try_advisory_xact_lock(hashtext('batonpass crm changes'));

-- name: open
-- Changes nobody has taken up, in the order they were told, with the lead whose record it is.
select c.id, c.record, c.email, c.field, c.value, c.at, c.marker, c.person, c.quiet, app.now() as now,
    coalesce(app.lead_of_record(c.system, c.record), l.id) as lead_id
from app.crm_changes c
left join app.leads l on c.email <> '' and l.person = c.email and l.stage <> 'Merged'
where c.done_at is null and c.system = $1 order by c.id limit $2;

-- name: settle
-- It was this to us; of people who are no leads of ours nothing is kept.
update app.crm_changes set done_at = app.now(), verdict = $2, says = $3,
    email = case when $2 = 'nobody' then '' else email end, value = case when $2 = 'nobody' then '' else value end
where id = $1;

-- name: link
-- This is the lead's record over there.
insert into app.crm_records as r (lead_id, system, record)
select $1, $2, $3 where not exists (select from app.crm_records where system = $2 and record = $3)
on conflict (lead_id) do update set record = excluded.record, system = excluded.system where r.record is null;

-- name: lead_state
-- The lead as it stands.
select state::text from app.leads where id = $1;
