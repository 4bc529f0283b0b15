-- name: old_leads
-- Leads that came to us so long ago that their time may be over, page by page; nobody whom a lawsuit or a bill holds.
select l.id, l.state from app.leads l
where l.created_at <= $1 and l.merged_into is null and l.id > $2
    and not exists (select from app.legal_holds h where h.lead_id = l.id)
order by l.id limit $3;

-- name: wrote
-- When these people last wrote to us themselves: a form, which no list of the past is, or an answer to a rep.
select coalesce(l.merged_into, l.id) as id, max(f.at) as at
from app.leads l join app.facts f on f.lead_id = l.id
where coalesce(l.merged_into, l.id) = any ($1::text[])
    and (f.kind = 'Replied' or f.kind = 'Captured' and coalesce((f.body ->> 'historic')::boolean, false) is false)
group by 1;

-- name: begin_night
-- Whether it is our turn to do this night's work: it is past its hour, and nobody has begun.
insert into app.retention_runs (day, at, gone)
select (app.now() at time zone 'utc')::date, app.now(), '{}'
where (app.now() at time zone 'utc')::time >= $1::time
on conflict (day) do nothing returning day;

-- name: drop_payloads
-- What was sent to us long ago, word for word, among the next arrivals after one; what is still to be looked at stays, and
-- that something came, and when. Gives the last of them.
with page as materialized (
    select id from app.inbox where id > $2 order by id limit $3
), gone as (
    update app.inbox set body = '{}', body_hash = '', answer = null, fingerprint = null
    where id in (select id from page) and arrived_at < app.now() - $1::interval
        and state in ('taken', 'released', 'refused') and body <> '{}'
)
select max(id) from page;

-- name: end_night
-- What went.
update app.retention_runs set gone = $2::text::jsonb where day = $1;

-- name: forget_night
-- It did not come to its end; somebody else tries again.
delete from app.retention_runs where day = $1;

-- name: nights
-- What went lately.
select day, at, gone::text as gone from app.retention_runs where gone <> '{}' order by day desc limit $1;

-- name: hold
-- Somebody may not be forgotten by the calendar, for a reason.
insert into app.legal_holds (lead_id, why, by, at) select id, $2, $3, app.now() from app.leads where id = any ($1::text[])
on conflict (lead_id) do update set why = excluded.why, by = excluded.by, at = excluded.at;

-- name: lift
-- The reason is gone.
delete from app.legal_holds where lead_id = any ($1::text[]);
