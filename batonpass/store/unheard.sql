-- name: events_lately
-- The names of the events among the latest arrivals, as they were sent, with how often and when last.
select name, count(*) as times, max(arrived_at) as last
from (
    select kind, body ->> 'event' as name, arrived_at from app.inbox order by id desc limit $1
) lately
where kind = 'event' and name <> ''
group by name
order by times desc, name
limit 500;
