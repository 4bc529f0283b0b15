-- name: untold
-- Who signs in for marketing, is nobody of the playbook's people, and has not heard of a lead that waits for marketing.
select l.state::text as state, c.cycle, u.email, u.name, k.key, c.breached_at is not null as late
from app.clocks c
join app.leads l on l.id = c.lead_id
cross join app.users u
cross join lateral (
    select 'reviewer/' || c.lead_id || '/' || c.cycle || '/' || u.email
        || case when c.breached_at is null then '' else '/late' end as key
) k
where c.promise = 'review' and c.state = 'running' and u.active and u.role = 'marketing' and u.rep is null
    and not exists (select from app.outbox o where o.key = k.key)
order by c.due_at, u.email
limit 200
for share of c;

-- name: tell
-- One of them is told by mail, once a key.
insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, $2, 'email', $3, $4, 'TellRep', $5::text::json, app.now(), app.now()) on conflict (key) do nothing;

-- name: may_review
-- May this person, who signs in, let leads go to sales?
select exists (select from app.users where email = $1 and active and role in ('marketing', 'admin'));

-- name: user
-- Who signs in with this address.
select email, role, rep from app.users where lower(email) = lower($1) and active;

-- name: find_waiting
-- The lead with this id or address.
select id from app.leads where id = $1 or person = lower($1) limit 1;
