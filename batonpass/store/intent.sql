-- name: done_at_accounts
-- What each person of these accounts did since an instant, the newest last.
select lead.account, lead.id, done ->> 'signal' as signal, (done ->> 'at')::timestamptz as at
from app.leads as lead
cross join lateral jsonb_array_elements(lead.state::jsonb -> 'activities') as done
where lead.account = any ($1::text[]) and lead.changed_at > $2 and (done ->> 'at')::timestamptz > $2
order by 1, 2, 4;
