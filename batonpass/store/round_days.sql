-- name: hold
-- One process at a time packs days; the lock ends with the transaction.
select pg_try_advisory_xact_lock(7233615);

-- name: claim_days
-- Days to be packed, the oldest first, but for those of late: they change too often to be worth it.
delete from app.round_stale
where day = any (array(
    select day from app.round_stale where day < (app.now() at time zone 'utc')::date - $1::int order by day limit $2
    for update skip locked
))
returning day;

-- name: rows
-- The rounds of these days, as they stand; those of leads that live on in another are left out.
select d.day, r.* from unnest($1::date[]) as d (day)
join app.rounds r on r.arrived_at >= d.day::timestamp at time zone 'utc'
    and r.arrived_at < (d.day + 1)::timestamp at time zone 'utc'
where r.merged_into = ''
order by r.arrived_at, r.lead, r.round;

-- name: put_day
-- The columns of a day as reports read them.
insert into app.round_days (day, name, body) select $1, name, body from unnest($2::text[], $3::bytea[]) as c (name, body)
on conflict (day, name) do update set body = excluded.body;

-- name: drop_days
-- What was packed of these days is no longer so.
delete from app.round_days where day = any ($1::date[]);

-- name: database
-- Which database of which server this is.
select c.system_identifier || '/' || d.oid from pg_control_system() c, pg_database d where d.datname = current_database();

-- name: stale
-- The days between two whose columns must be read from the rounds themselves, and a number that changes as they do.
select s.day, coalesce(bit_xor(hashtextextended(r.lead || '/' || r.xmin::text, r.round)), 0) as version
from app.round_stale s
left join app.rounds r on r.arrived_at >= s.day::timestamp at time zone 'utc'
    and r.arrived_at < (s.day + 1)::timestamp at time zone 'utc' and r.merged_into = ''
where s.day between $1 and $2
group by s.day
order by s.day;

-- name: versions
-- The other days that are packed, each with the transaction that packed it.
select day, xmin::text::bigint as version from app.round_days d
where day between $1 and $2 and name = 'arrived_at' and not exists (select from app.round_stale s where s.day = d.day)
order by day;

-- name: packed
-- These columns of these days.
select day, name, body from app.round_days where day = any ($1::date[]) and name = any ($2::text[]);

-- name: words
-- The words of these columns, by their numbers.
select name, code, word from app.round_words where name = any ($1::text[]) order by name, code;

-- name: put_words
-- New words get the next numbers of their column.
insert into app.round_words (name, code, word)
select w.name, coalesce((select max(code) + 1 from app.round_words o where o.name = w.name), 0)
    + row_number() over (partition by w.name order by w.word) - 1, w.word
from unnest($1::text[], $2::text[]) as w (name, word)
on conflict (name, word) do nothing;

-- name: now
-- The instant, the first arrival, the revision of the agreement, and which database of which server this is.
select app.now() as now, (
        select c.system_identifier || '/' || d.oid
        from pg_control_system() c, pg_database d where d.datname = current_database()
    ) as database, (select min(arrived_at) from app.rounds) as first, (select number from app.revision) as revision;
