-- name: heard
-- What each other system told us in a week and in a day, when last, and what was wrong last.
select substr(door, 7) as name,
    count(*) filter (where arrived_at > app.now() - interval '1 day')::int as day,
    count(*)::int as week,
    max(arrived_at) as last_at,
    (array_agg(error order by arrived_at desc) filter (where error is not null))[1] as error
from app.inbox
where door like 'hooks/%' and arrived_at > app.now() - interval '7 days'
group by door;

-- name: left
-- What left by each channel in a week and in a day, when last, and what was wrong last.
select channel as name,
    count(*) filter (where state = 'sent' and sent_at > (select app.now()) - interval '1 day')::int as day,
    count(*) filter (where state = 'sent')::int as week,
    max(sent_at) as last_at,
    (array_agg(error order by created_at desc) filter (where error is not null and state in ('waiting', 'sending', 'dead')))[1]
        as error
from app.outbox
where created_at > app.now() - interval '7 days' or state = 'dead'
group by channel;

-- name: asked
-- How often each provider of data was asked in a week and on the latest day.
select provider as name,
    coalesce(sum(count) filter (where day = app.now()::date), 0)::int as day,
    sum(count)::int as week,
    max(day)::timestamptz as last_at,
    null::text as error
from app.lookup_costs
where day > app.now()::date - 7
group by provider;
