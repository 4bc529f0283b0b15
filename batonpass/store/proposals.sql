-- name: decided
-- What sales said yes or no to since an instant, with the rep who said it and what kind of lead it was.
select lead, round, reject_reason, rejected_at is not null as rejected,
    coalesce(nullif(owner, ''), first_owner) as rep,
    source, campaign, region, segment, form, persona, band
from app.rounds
where arrived_at >= $1 and merged_into = '' and not historic
    and (rejected_at is not null or accepted_at is not null)
order by coalesce(rejected_at, accepted_at), lead, round;

-- name: open
-- A change is asked for, unless the same is asked for already.
insert into app.proposals (
    about, kind, segment, opened_at, says, hits, of, low, high, wire, since, playbook, reasons, leads
)
values ($1, $2, $3, app.now(), $4, $5, $6, $7, $8, $9, $10, $11, $12::text::json, $13::text::json)
on conflict (about, kind, segment) where state <> 'closed' do nothing
returning id, opened_at;

-- name: all_of_them
-- The changes asked for, those that wait first, then the latest.
select id, about, kind, segment, opened_at, says, hits, of, low, high, wire, since, playbook,
    reasons::text as reasons, leads::text as leads, state, answered_at, answered_by, answer, version,
    closed_at, closed_because
from app.proposals
order by state = 'closed', opened_at desc, id desc
limit $1;

-- name: closed_lately
-- When a change for this segment was last closed.
select max(closed_at) from app.proposals where about = $1 and kind = $2 and segment = $3;

-- name: answer
-- Somebody answers with a draft, or says why nothing changes.
update app.proposals
set state = case when $4::text is null then 'closed' else 'answered' end, answered_at = app.now(), answered_by = $2,
    answer = $3, version = $4, closed_at = case when $4::text is null then app.now() end,
    closed_because = case when $4::text is null then $3 else '' end
where id = $1 and state = 'open'
returning id;

-- name: in_force_now
-- Answered ones whose draft is in force now, held.
select p.id, p.about, p.kind, p.segment, p.version, p.playbook, p.leads::text as leads, b.applied_at, b.text,
    old.text as before
from app.proposals p
join app.playbooks b on b.version = p.version and b.state in ('active', 'retired')
left join app.playbooks old on old.version = (
    select h.before from app.playbook_history h
    where h.version = p.version and h.what = 'applied' and h.before is not null
    order by h.id limit 1
)
where p.state = 'answered'
    and exists (select from app.playbook_history h where h.version = p.version and h.what = 'applied')
for update of p skip locked;

-- name: put_away
-- Answered ones whose draft was put away without ever being in force are open again.
update app.proposals p set state = 'open', version = null
from app.playbooks b
where b.version = p.version and p.state = 'answered' and b.state = 'retired'
    and not exists (select from app.playbook_history h where h.version = p.version and h.what = 'applied');

-- name: close
-- It was carried out.
update app.proposals set state = 'closed', closed_at = app.now(), closed_because = $2 where id = $1;

-- name: leaders
-- Those who lead marketing and sales and can sign in.
select email, name, role, rep from app.users where active and role in ('manager', 'marketing') order by role, email;

-- name: tell
-- Somebody is told, once a key.
insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, $2, $3, $4, 'TellRep', $5::text::json, app.now(), app.now())
on conflict (key) do nothing;

-- name: one_looks
-- One process at a time looks; the lock ends with the transaction.
select pg_try_advisory_xact_lock(7233615);

-- name: ended_lately
-- Leads whose outcome is known, in the order in which it came: their band and whether they went on.
select playbook, region, band, sql_at is not null or won_at is not null or opportunity_at is not null as converted,
    coalesce(sql_at, rejected_at, disposed_at, ended_at) as at
from app.rounds
where arrived_at >= $1 and round > 0 and merged_into = '' and not historic
    and (sql_at is not null or rejected_at is not null or (disposed_at is not null and touched_at is not null))
order by at, lead;

-- name: came_lately
-- All leads that came since an instant, in the order of arrival, and of what kind they are.
select first_seen_at as at, source, region, band, form from app.rounds
where first_seen_at >= $1 and round <= 1 and merged_into = '' and not historic
order by first_seen_at, lead;
