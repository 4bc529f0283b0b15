-- name: read_open_leads
-- The leads these owners have in work (null: everybody's), the most pressing first.
select state::text as state, next_action, next_due_at
from app.leads
where owner is not null
  and ($1::text[] is null or owner = any($1))
  and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
order by next_due_at nulls last, created_at, id
limit $2;

-- name: read_queued_leads
-- The leads that wait in a queue for somebody to claim them, the most pressing first.
select state::text as state, next_action, next_due_at
from app.leads
where queue is not null
  and owner is null
  and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
order by next_due_at nulls last, created_at, id
limit $1;

-- name: read_lead
-- One lead as the fold of its facts.
select state::text as state, next_action, next_due_at
from app.leads
where id = $1;

-- name: read_leads
-- A page of leads after a cursor, narrowed by what is given; null lets everything through but what was merged away.
select id, person, stage, band, tier, owner, queue, fit, behaviour, total, account, name, company, next_action, next_due_at,
  created_at, changed_at
from app.leads
where id > $1
  and ($2::text is null or owner = $2)
  and stage = coalesce($3::text, nullif(stage, 'Merged'))
  and ($4::text[] is null
    or person = any ($4)
    or id = any (array(select merged_into from app.leads where person = any ($4) and merged_into is not null)))
  and ($5::text is null or queue = $5)
  and ($6::text[] is null or owner = any ($6) or (owner is null and queue is not null))
order by id
limit $7;

-- name: read_timeline
-- The latest facts of a lead, oldest first.
select seq, kind, at, kept_at, playbook, body
from (
  select seq, kind, at, kept_at, playbook, body::text as body
  from app.facts
  where lead_id = $1
  order by seq desc
  limit $2
) as latest
order by seq;

-- name: read_messages
-- A page of what was asked of the world, newest first, about one lead and in one state if these are given.
select key, lead_id, channel, recipient, kind, state, tries, created_at, due_at, sent_at, error
from app.outbox
where ($1::text is null or lead_id = $1)
  and ($2::text is null or state = $2)
order by created_at desc, key
limit $3;

-- name: read_message
-- One message, whatever became of it.
select key, lead_id, channel, recipient, kind, state, tries, created_at, due_at, sent_at, error
from app.outbox
where key = $1;

-- name: read_clocks
-- A page of promises, those due first at the head, narrowed by what is given; one that runs late is breached already.
select lead_id, split_part(promise, '/', 1) as promise, cycle, tier, owner, queue, stands as state, started_at, due_at, ended_at, breached_at,
  response_seconds, next_at
from (
  select *, case when state = 'running' and breached_at is not null then 'breached' else state end as stands
  from app.clocks
) as clock
where ($1::text is null or lead_id = $1)
  and ($2::text is null or owner = $2)
  and ($3::text is null or stands = $3)
  and ($4::text[] is null or owner = any ($4) or (owner is null and queue is not null))
order by due_at, lead_id, promise, cycle
limit $5;

-- name: ever_held
-- Whether a lead or a promise is or was this owner's or this queue's, whoever they are by now.
select exists (select from app.leads where owner = $1) or exists (select from app.leads where queue = $2)
  or exists (select from app.clocks where owner = $1) or exists (select from app.clocks where queue = $2);

-- name: read_set_aside
-- The arrivals that a person has to look at, newest first.
select id, door, caller, kind, state, lead_id, arrived_at, error, body::text as body
from app.inbox
where state in ('set_aside', 'quarantined', 'refused')
  and ($1::text is null or state = $1)
order by id desc
limit $2;

-- name: read_tally
-- How much waits for this reader: leads of theirs (null owners: everybody's), leads in queues, and what needs a person.
select
  (
    select count(*)
    from app.leads
    where owner is not null and ($1::text[] is null or owner = any($1)) and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
  ) as inbox,
  (
    select count(*)
    from app.leads
    where queue is not null and owner is null and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
  ) as queued,
  (select count(*) from app.inbox where state in ('set_aside', 'quarantined')) as set_aside,
  (select count(*) from app.clocks where promise = 'review' and state = 'running') as reviews,
  (select count(*) from app.outbox where state = 'dead') as dead;
