-- name: quiet
-- Copies are put in as they are: no trigger seals them or tells the reports of them.
set session_replication_role = replica;

-- name: room
-- Sorting and joining stay in memory.
select set_config('work_mem', '512MB', false), set_config('maintenance_work_mem', '1GB', false);

-- name: put_aside
-- Indexes that only serve searching are faster made anew than kept through so many rows; `put_aside` remembers them.
create temporary table put_aside as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index i join pg_class t on t.oid = i.indrelid
where t.relnamespace = 'app'::regnamespace and t.relname = any($1::text[])
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid);

-- name: aside
-- Which they are.
select name, definition from put_aside order by name;

-- name: open_leads
-- Leads in whose hands a promise runs: there are only so many of them at any time, however many there ever were.
create temporary table open_leads as select distinct lead_id as id from app.clocks where state = 'running';

-- name: copies
-- Each lead so many times: those that are over $1 times, those that are open $2 times; `tag` tells the copies apart.
-- They stand in the order of their keys, so that rows and keys are written one after the other.
create temporary table copies as
select l.id, l.id || 'c' || n as copy, 'c' || n || '.' as tag
from app.leads l left join open_leads o using (id), generate_series(1, greatest($1::int, $2::int)) as n
where n <= case when o.id is null then $1::int else $2::int end
order by copy;

-- name: leads
-- Another person of another firm with the same history.
insert into app.leads (id, person, seq, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company,
    next_action, next_due_at, created_at, changed_at, state, merged_into)
select c.copy, replace(l.person, '@', '@' || c.tag), l.seq, l.stage, l.band, l.tier, l.owner, l.queue, l.fit, l.behaviour,
    l.total, c.tag || l.account, l.name, l.company, l.next_action, l.next_due_at, l.created_at, l.changed_at,
    replace(replace(l.state, l.id, c.copy), l.person, replace(l.person, '@', '@' || c.tag)), null
from app.leads l join copies c using (id) where l.merged_into is null;

-- name: facts
-- What happened to them.
insert into app.facts (lead_id, seq, kind, at, kept_at, playbook, body)
select c.copy, f.seq, f.kind, f.at, f.kept_at, f.playbook, f.body from app.facts f join copies c on c.id = f.lead_id;

-- name: clocks
-- What was promised to them.
insert into app.clocks (lead_id, promise, cycle, tier, owner, queue, state, started_at, due_at, ended_at, breached_at,
    response_seconds, next_at, breached_owner, excuse, budget_seconds)
select c.copy, k.promise, k.cycle, k.tier, k.owner, k.queue, k.state, k.started_at, k.due_at, k.ended_at, k.breached_at,
    k.response_seconds, k.next_at, k.breached_owner, k.excuse, k.budget_seconds
from app.clocks k join copies c on c.id = k.lead_id;

-- name: rounds
-- What reports read of them.
insert into app.rounds select (jsonb_populate_record(r, jsonb_build_object('lead', c.copy))).*
from app.rounds r join copies c on c.id = r.lead;

-- name: names
-- By what they are found.
insert into app.names (lead, words) select c.copy, n.words from app.names n join copies c on c.id = n.lead;

-- name: outbox
-- What was said of them has left.
insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, state, tries, created_at, due_at, sent_at, chain,
    digest, proof)
select o.key || c.tag, c.copy, o.channel, o.recipient, o.kind, o.effect, o.body, 'sent', o.tries, o.created_at, o.due_at,
    coalesce(o.sent_at, o.due_at), o.chain || c.tag, o.digest, o.proof
from app.outbox o join copies c on c.id = o.lead_id;

-- name: mark
-- The days that reports read are to be packed.
insert into app.round_stale (day) select distinct (arrived_at at time zone 'utc')::date from app.rounds
where arrived_at > app.now() - interval '400 days'
on conflict do nothing;

-- name: size
-- How much there is.
select (select count(*) from app.leads) as leads, (select count(*) from app.facts) as facts,
    (select count(*) from app.clocks) as clocks, (select count(*) from app.outbox) as outbox,
    (select count(*) from app.leads where owner is not null and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')) as held;
