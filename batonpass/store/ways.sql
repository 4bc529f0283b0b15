-- name: ways
-- How each way out did in the last day: what left, what waits and since when, what was given up, and the last complaint.
select channel,
    count(*) filter (where state = 'sent' and sent_at > (select app.now()) - interval '1 day') as sent,
    count(*) filter (where state in ('waiting', 'sending') and due_at <= (select app.now())) as waiting,
    count(*) filter (where state = 'dead') as dead,
    max(sent_at) as last_sent_at,
    min(due_at) filter (where state in ('waiting', 'sending') and due_at <= (select app.now())) as waits_since,
    percentile_disc(0.5) within group (order by extract(epoch from sent_at - created_at))
        filter (where state = 'sent' and sent_at > (select app.now()) - interval '1 day') as median_seconds,
    (array_agg(error order by created_at desc) filter (where error is not null and state <> 'sent'))[1] as error
from app.outbox
where state = 'waiting' or state = 'sending' or state = 'dead' or created_at > app.now() - interval '8 days'
group by channel
order by channel;
