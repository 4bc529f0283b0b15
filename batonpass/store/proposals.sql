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
where about = any ($1::text[])
order by state = 'closed', opened_at desc, id desc
limit $2;

-- name: closed_lately
-- When a change for each segment was last closed.
select kind, segment, max(closed_at) as closed_at from app.proposals
where about = $1 and closed_at is not null
group by kind, segment;

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

-- name: version_state
-- How a version stands.
select state from app.playbooks where version = $1;

-- name: close
-- It was carried out.
update app.proposals set state = 'closed', closed_at = app.now(), closed_because = $2 where id = $1;

-- name: one_looks
-- One process at a time looks; the lock ends with the transaction.
select pg_try_advisory_xact_lock(7233622);
