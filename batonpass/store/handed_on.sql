-- name: now_with
-- Who has these leads now.
select id, name, owner, queue from app.leads where id = any ($1::text[]) order by next_due_at nulls last, id;

-- name: tell
-- One message that stands for many.
insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, $2, 'email', $3, 'handed_on', 'TellRep', $4::text::json, app.now(), app.now())
on conflict (key) do nothing;
