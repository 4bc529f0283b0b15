-- name: beat
-- The database has lived a moment longer.
update app.pulse set number = number + 1, at = app.now() returning number;

-- name: life
-- How far it has lived, and which installation it is.
select p.number, (select value from app.settings where name = 'installation') as installation from app.pulse p;

-- name: catch_up
-- It counts on from where it was seen last, so that the same copy is recognised once.
update app.pulse set number = greatest(number, $1);

-- name: hold
-- Nothing leaves from here on; the last instant it knows of is that of its last beat, or of what was kept last.
insert into app.holds (since, began_at, because)
select coalesce(p.at, (select max(arrived_at) from app.inbox), app.now()), app.now(), $1 from app.pulse p
on conflict ((true)) where ended_at is null do nothing
returning id;

-- name: held
-- Since when nothing leaves, and why; no row when everything may.
select since, began_at, because from app.holds where ended_at is null;

-- name: pending
-- What would leave, oldest first.
select key, kind, channel, recipient, created_at, due_at, lead_id from app.outbox
where state in ('waiting', 'sending') order by created_at, key limit $1;

-- name: pending_counts
-- What would leave, by kind and way.
select kind, channel, count(*)::int as many, min(created_at) as oldest, max(created_at) as newest from app.outbox
where state in ('waiting', 'sending') group by kind, channel order by kind, channel;

-- name: drop_named
-- Messages that a person has looked at and does not want to leave.
update app.outbox set state = 'cancelled', claim = null, lease_until = null, error = $2
where key = any ($1::text[]) and state in ('waiting', 'sending');

-- name: skip_older
-- What is older does not leave any more, nor what a clock said since about a promise that broke in the gap before that.
update app.outbox o set state = 'cancelled', claim = null, lease_until = null, error = $2
from app.holds h
where h.ended_at is null and o.state in ('waiting', 'sending') and (
    o.created_at < app.now() - $1::interval
    or o.kind in ('reminder', 'breach', 'breached', 'reassigned', 'taken_away', 'assigned', 'ack')
        and o.created_at >= h.began_at and exists (
            select from app.clocks c where c.lead_id = o.lead_id and c.excuse = 'restore'
                and c.due_at >= h.since and c.due_at < app.now() - $1::interval and c.started_at < h.began_at
        )
);

-- name: end_hold
-- Everything may leave again.
update app.holds set ended_at = app.now(), ended_by = $1, skipped_older_than = $2::interval, dropped = $3
where ended_at is null returning id;

-- name: tell
-- Those who send look at once.
select pg_notify('batonpass', '');
