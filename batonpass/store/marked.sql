-- name: make_secret
-- What marks are made with, made once; without it nobody can try names against them.
insert into app.settings (name, value) values ('forgotten_people', $1) on conflict (name) do nothing;

-- name: mark
-- These leads' people are forgotten from now on, by every key that led to them: all of them, or those alone who object.
with gone as (
    select id, person from app.leads
    where id = any ($1::text[]) and ($2 or translate(lower(trim(state::json -> 'consent' ->> 'marketing')), '- ', '__') = any ($3::text[]))
), keys as (
    select person as key from gone union select i.key from app.identities i join gone on gone.id = i.lead_id
)
insert into app.forgotten_people (mark, at)
select app.mark_of(key), app.now() from keys where key <> ''
on conflict (mark) do update set at = excluded.at;

-- name: marked
-- Which of these keys are of people who were forgotten, and when.
select k.key, f.at
from unnest($1::text[]) as k (key) join app.forgotten_people f on f.mark = app.mark_of(k.key);
