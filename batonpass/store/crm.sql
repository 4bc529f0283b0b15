-- name: begin
-- The record is ours to write for a minute, unless somebody else writes it now; what we know of it.
insert into app.crm_records as r (lead_id, system, writing_until)
values ($1, $2, clock_timestamp() + interval '1 minute')
on conflict (lead_id) do update set writing_until = excluded.writing_until, system = excluded.system,
    record = case when r.system = excluded.system then r.record end
where r.writing_until is null or r.writing_until < clock_timestamp()
returning record;

-- name: lead_and_ids
-- The lead as it stands.
select state::text as state from app.leads where id = $1;

-- name: hold_record
-- The record before its fields, as everybody holds them who hears of it.
select from app.crm_records where lead_id = $1 for update;

-- name: held
-- What we know of the fields of these leads over there, held until this is written.
select lead_id, field, held::text as held from app.crm_fields where lead_id = any ($1::text[]) order by lead_id, field for update;

-- name: known
-- The same, only to look at.
select lead_id, field, held::text as held from app.crm_fields where lead_id = any ($1::text[]);

-- name: keep
-- We know this of a field from now on.
insert into app.crm_fields (lead_id, field, held, frozen_at) values ($1, $2, $3::text::json, $4)
on conflict (lead_id, field) do update set held = excluded.held, frozen_at = excluded.frozen_at;

-- name: done
-- Nobody writes the record any more; its id is known, unless it is another's already.
update app.crm_records r set writing_until = null,
    record = case when exists (select from app.crm_records o where o.system = r.system and o.record = $2 and o.lead_id <> r.lead_id)
        then r.record else $2 end
where lead_id = $1;

-- name: let_go
-- Nobody writes the record any more.
update app.crm_records set writing_until = null where lead_id = $1;

-- name: forget
-- The record is no longer there, and is not tried again.
with lost as (
    insert into app.record_fates (system, record, plain, fate, told_at, done_at)
    select system, left($2::text, 100), app.plain_id(system, left($2::text, 100)), 'lost', app.now(), app.now() from app.crm_records where lead_id = $1 and $2 <> ''
    on conflict (system, plain, fate) do nothing
)
update app.crm_records set writing_until = null, record = null where lead_id = $1;

-- name: is_gone
-- Is this id known to lead to nothing over there?
select exists (
    select from app.record_fates
    where system = $1 and plain = app.plain_id($1, $2) and fate in ('deleted', 'lost')
);

-- name: wish
-- The lead's record is to be brought up to date.
insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, $2, 'crm', $3, 'crm', 'WriteCrm', $4::text::json, app.now(), app.now()) on conflict (key) do nothing;

-- name: leads_kept
-- Leads that are kept over there, in pages; with what we know of each, and whether a write of it waits.
select l.id, l.state::text as state, r.record, r.seen_in,
    coalesce((select json_object_agg(f.field, f.held) from app.crm_fields f where f.lead_id = l.id), '{}'::json)::text as fields,
    exists (select from app.outbox o where o.lead_id = l.id and o.kind = 'crm' and o.state in ('waiting', 'sending')) as waits,
    (select o.error from app.outbox o where o.lead_id = l.id and o.kind = 'crm' and o.state in ('waiting', 'dead')
        order by o.created_at desc limit 1) as error
from app.crm_records r join app.leads l on l.id = r.lead_id
where l.id > $1 order by l.id limit $2;

-- name: feed
-- How far the changes of this CRM have been read.
select position, read_at, gap_since, cursor, run, seen, compared_at, app.now() as now from app.crm_feed where system = $1;

-- name: counted
-- What the changes of this CRM were to us.
select coalesce(verdict, 'waiting') as verdict, count(*) as many from app.crm_changes where system = $1 group by 1 order by 1;
