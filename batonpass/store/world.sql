-- name: revision
-- The number that moves with every change of playbook or directory.
select number from app.revision;

-- name: active_playbook
-- The playbook in force, word for word.
select text from app.playbooks where state = 'active';

-- name: directory
-- Everything set over the API; it wins over the playbook's own entry of the same name.
select kind, name, body::text from app.directory order by kind, changed_at, name;

-- name: absences
-- Leave that files and feeds have told of, of everybody.
select rep, first, last, begins, ends, delegate from app.absences order by rep, first, begins;

-- name: next_revision
-- Tell every process that the playbook or directory has moved on.
update app.revision set number = number + 1;

-- name: put_entry
-- Set one calendar, rep, pool or queue.
insert into app.directory (kind, name, body, changed_at, changed_by)
values ($1, $2, $3::text::jsonb, app.now(), $4)
on conflict (kind, name) do update
set body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by;

-- name: put_account
-- Set one account by its domain.
insert into app.accounts (domain, name, owner, body, changed_at)
values ($1, $2, $3, $4::text::jsonb, app.now())
on conflict (domain) do update
set name = excluded.name, owner = excluded.owner, body = excluded.body, changed_at = excluded.changed_at;

-- name: put_turn
-- A pool that takes turns has a tally to lock.
insert into app.turns (pool, tally) values ($1, '{}') on conflict (pool) do nothing;

-- name: open_leads_of
-- The leads somebody holds that are not finished.
select id from app.leads where owner = $1 and stage in ('MQL', 'SAL', 'SQL', 'Opportunity') order by id;

-- name: open_leads_in
-- The leads that wait in a queue.
select id from app.leads where queue = $1 and stage in ('MQL', 'SAL', 'SQL', 'Opportunity') order by id;

-- name: wait_for_decisions
-- Who decides at this instant, by what was agreed before, has written it; whoever begins now sees what we have changed.
select from app.turns order by pool for update;

-- name: former_calendars
-- Calendars of earlier versions of the playbook, for promises that began under them.
select name, body::text from app.former_calendars;

-- name: keep_former_calendar
-- This calendar is in the playbook no more.
insert into app.former_calendars (name, body) values ($1, $2::text::jsonb)
on conflict (name) do update set body = excluded.body;

-- name: leads_promised_by_others
-- The leads whose first touch is promised, and by other hours than these.
select id, state from app.leads
where id in (select lead_id from app.clocks where state = 'running' and promise = 'first_touch')
    and not state::jsonb -> 'clocks' @> jsonb_build_array(jsonb_build_object('state', 'running', 'calendars', jsonb_build_array($1::text)))
order by id
for update;

-- name: leads_held_for
-- The leads that wait for this pool to open.
select id from app.leads
where id in (select lead_id from app.clocks where state = 'running' and promise = 'hold')
    and exists (
        select from jsonb_array_elements(state::jsonb -> 'clocks') as c
        where c ->> 'promise' = 'hold' and c ->> 'state' = 'running' and c -> 'held' -> 'pools' @> to_jsonb($1::text)
    )
order by id;

-- name: leads_on_calendar
-- The leads whose running promise is laid out on this calendar; of one owner or one queue alone, where that is said.
select id, state from app.leads
where id in (select lead_id from app.clocks where state = 'running')
    and state::jsonb -> 'clocks' @> jsonb_build_array(jsonb_build_object('state', 'running', 'calendars', jsonb_build_array($1::text)))
    and ($2::text is null or owner = $2) and ($3::text is null or queue = $3)
order by id
for update;
