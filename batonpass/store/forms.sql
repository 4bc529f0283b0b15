-- name: one
-- A form as it was laid out last.
select body::text as body, version from app.forms where name = $1;

-- name: hold
-- The same, and nobody else changes it until we have.
select body::text as body, version from app.forms where name = $1 for update;

-- name: put
-- A form as it is from now on; of two who lay out a new one at once the second changes the first.
insert into app.forms (name, body, version, at) values ($1, $2::text::jsonb, $3, app.now())
on conflict (name) do update set body = excluded.body, version = app.forms.version + 1, at = excluded.at;

-- name: names
-- Every form that was laid out, with when it was changed last.
select name, body ->> 'title' as title, at from app.forms order by name;

-- name: came
-- How many came in through each form in 7 and in 30 days, and what became of those of the 30.
select form, count(*) filter (where arrived_at >= app.now() - interval '7 days') as week, count(*) as month,
    count(*) filter (where routed_at is not null or queued_at is not null) as handed,
    count(*) filter (where accepted_at is not null) as accepted,
    count(*) filter (where rejected_at is not null) as rejected,
    count(*) filter (where opportunity_at is not null) as opportunities,
    count(*) filter (where won_at is not null) as won,
    count(*) filter (where stage = 'Disqualified') as disqualified
from app.rounds
where arrived_at >= app.now() - interval '30 days' and form <> '' and merged_into = '' and not historic
group by form order by month desc, form limit 200;
