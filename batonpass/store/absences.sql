-- name: forget
-- What a file or feed told before is told anew.
delete from app.absences where source = $1;

-- name: keep
-- One leave.
insert into app.absences (rep, source, first, last, begins, ends, delegate) values ($1, $2, $3, $4, $5, $6, $7);

-- name: promised_by
-- Some of the leads that somebody away has promised to touch or to take over; the rest is found when these have moved on.
select l.id, l.owner from app.leads l
where l.id in (
        select lead_id from app.clocks
        where state = 'running' and promise in ('first_touch', 'ae_accept') and owner = any ($1::text[])
    )
    and l.owner = any ($1::text[])
order by l.id
limit $2;

-- name: open_leads
-- The leads somebody holds that are not finished; only those not yet touched, or taken over, unless all are asked for.
select l.id from app.leads l
where l.owner = $1 and l.stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
    and ($2 or l.id in (select lead_id from app.clocks where state = 'running' and promise in ('ae_accept', 'first_touch')))
order by l.id;

-- name: put_feed
-- Read somebody's leave from this address from now on.
insert into app.leave_feeds (rep, url, delegate) values ($1, $2, $3)
on conflict (rep) do update set url = excluded.url, delegate = excluded.delegate, error = null;

-- name: drop_feed
-- Read it no more.
delete from app.leave_feeds where rep = $1 returning rep;

-- name: feeds
-- Every feed, with when it was read last and what went wrong.
select rep, url, delegate, read_at, error from app.leave_feeds order by rep;

-- name: feed_read
-- When a feed was read, and what went wrong if it did.
update app.leave_feeds set read_at = app.now(), error = $2 where rep = $1;

-- name: next_revision
-- Tell every process that the directory has moved on.
update app.revision set number = number + 1;

-- name: told_of
-- The leave of these people that files and feeds have told of.
select rep, source, first, last, begins, ends, delegate from app.absences
where rep = any ($1::text[]) order by rep, first, begins, source;

-- name: told_by
-- What a file or feed told before.
select rep, first, last, begins, ends, delegate from app.absences where source = $1 order by rep, first, begins;

-- name: feed
-- Somebody's feed.
select rep, url, delegate, read_at, error from app.leave_feeds where rep = $1;
