-- name: claim
-- Nobody has seen this mail before; whoever sends it at the same moment waits for us.
insert into app.mails (id, became, kept_at) values ($1, $2, app.now()) on conflict (id) do nothing returning id;

-- name: known
-- What became of a mail that came before.
select became, by, at, lead_ids, because from app.mails where id = $1 for update;

-- name: became
-- What became of this one.
update app.mails set became = $2, by = $3, at = $4, lead_ids = $5, because = $6 where id = $1;

-- name: forget_meeting
-- A meeting that was called off may be asked for again.
delete from app.mails where id = $1;

-- name: leads_of
-- The leads known by these addresses; one that was merged is the one it lives on in.
with found as (
    select id, person as key from app.leads where person = any ($1::text[])
    union select lead_id, key from app.identities where key = any ($1::text[])
)
select distinct f.key, coalesce(l.merged_into, l.id) as id, coalesce(o.owner, l.owner) as owner
from found f join app.leads l on l.id = f.id left join app.leads o on o.id = l.merged_into;

-- name: sent_to
-- Mails of ours to these addresses in the last days: to the leads themselves, and to our people.
select key from app.outbox
where channel = 'email' and state = 'sent' and recipient = any ($1::text[]) and lead_id = any ($2::text[])
union select key from app.outbox
where effect = 'TellRep' and channel = 'email' and state = 'sent' and recipient = any ($1::text[])
    and created_at > app.now() - interval '30 days';

-- name: living
-- Where these leads live on.
select distinct coalesce(merged_into, id) as id from app.leads where id = any ($1::text[]);

-- name: touch_told
-- When we heard of this touch of each of these leads, and whether it counted in its round.
select lead_id, kept_at, coalesce((body ->> 'earlier')::boolean, false) as earlier from app.facts
where lead_id = any ($1::text[]) and kind = 'Touched' and at = $2 order by lead_id, seq;

-- name: touches_after
-- When each of these leads was touched by other touches that did arrive.
select t.lead_id, t.at from app.facts t
where t.lead_id = any ($1::text[]) and t.kind = 'Touched' and t.at <> $2
    and not exists (
        select from app.facts b
        where b.lead_id = t.lead_id and b.kind = 'TouchBounced' and (b.body ->> 'touched_at')::timestamptz = t.at
    )
order by t.lead_id, t.at;
