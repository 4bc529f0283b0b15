-- name: first_to_look
-- Whether it is our turn to look: nobody else has done so for this long, by the clock on the wall.
update app.watch set looked_at = clock_timestamp() where looked_at < clock_timestamp() - $1::interval returning true;

-- name: first_to_look_through
-- The same for a look at every lead, sooner while something stands that such a look has found.
update app.watch set whole_at = clock_timestamp() where whole_at < clock_timestamp() - case
    when exists (select from app.findings where gone_at is null and what = any ($3::text[])) then least($1::interval, $2::interval)
    else $1 end
returning true;

-- name: late_steps
-- Steps of clocks that should have been carried out a minute ago.
select lead_id as subject, format('its %s step was due at %s', promise, to_char(next_at, 'YYYY-MM-DD HH24:MI:SS')) as says
from app.clocks where next_at < app.now() - interval '1 minute' order by next_at limit 100;

-- name: stuck_messages
-- Messages that nobody has tried to send for two minutes, or whose sender has been gone for two.
(select key as subject, format('a %s message to %s waits and nobody sends it', kind, channel) as says from app.outbox
where state = 'waiting' and due_at < app.now() - interval '2 minutes' and kind <> 'alarm'
    and not exists (select from app.holds where ended_at is null)
order by due_at limit 50)
union all
(select key, format('a %s message to %s was begun and never ended', kind, channel) from app.outbox
where state = 'sending' and lease_until < clock_timestamp() - interval '2 minutes'
    and not exists (select from app.holds where ended_at is null) order by lease_until limit 50);

-- name: silent_channels
-- Ways out that have taken nothing for a minute while messages were tried on them; one that was never set up is none.
select o.channel as subject,
    format('%s messages wait since %s: %s', count(*), to_char(min(o.created_at), 'YYYY-MM-DD HH24:MI'), max(o.error)) as says
from app.outbox o
where not exists (select from app.holds where ended_at is null) and o.state = 'waiting' and o.tries > 0 and o.created_at < app.now() - interval '1 minute' and o.kind <> 'alarm'
    and o.error not like all (array['%is not set%', 'no mail server is set%'])
    and not exists (
        select from app.outbox s where s.state = 'sent' and s.channel = o.channel and s.sent_at > o.created_at
            and s.sent_at > app.now() - interval '5 minutes'
    )
group by o.channel order by o.channel;

-- name: arrivals_without_lead
-- Arrivals that were acknowledged and belong to no lead there is.
select i.id::text as subject, format('taken in through %s, and its lead %s is not there', i.door, i.lead_id) as says
from app.inbox i where i.state in ('taken', 'released') and not exists (select from app.leads l where l.id = i.lead_id)
    and not exists (select from app.sealed s where s.lead_id = i.lead_id and s.forgotten and s.digests = '')
order by i.id limit 100;

-- name: leads_without_anybody
-- Open leads that nobody has: no owner who is here, and no queue that somebody answers for.
select id as subject, format('%s lead of %s', stage, coalesce(owner, queue, 'nobody')) as says from app.leads
where stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
    and (owner is null or owner <> all ($1::text[])) and (queue is null or queue <> all ($2::text[]))
order by id limit 100;

-- name: leads_without_action
-- Open leads for which nothing is to be done next, or nothing by a time.
select id as subject,
    format('%s lead of %s without a %s', stage, coalesce(owner, queue),
        case when next_action = '' then 'next action' else 'due time' end) as says
from app.leads where stage in ('MQL', 'SAL', 'SQL', 'Opportunity') and (next_action = '' or next_due_at is null)
order by id limit 100;

-- name: dues_that_differ
-- Leads whose due time is later than a promise that runs for them; one that stands still is due for nobody.
select l.id as subject, format('shown as due at %s, and %s is due at %s', l.next_due_at, c.promise, c.due_at) as says
from app.clocks c join app.leads l on l.id = c.lead_id
where c.state = 'running' and l.next_due_at is distinct from c.due_at
    and (c.next_at is not null or c.breached_at is not null)
    and (l.next_due_at is null or l.next_due_at > greatest(c.due_at, c.next_at))
order by l.id limit 100;

-- name: clocks_without_lead
-- Promises about leads that are not there, or that are in nobody's hands any more.
select c.lead_id as subject,
    format('%s runs for %s', c.promise, coalesce('a lead that is ' || l.stage, 'a lead that is not there')) as says
from app.clocks c left join app.leads l on l.id = c.lead_id
where c.state = 'running' and (l.id is null or (c.promise = 'first_touch' and l.stage not in ('MQL', 'SAL', 'SQL', 'Opportunity')))
order by c.lead_id limit 100;

-- name: leads_without_promise
-- Leads handed to sales that nobody was ever promised a first touch of.
select l.id as subject, 'handed over, and no first touch was ever promised' as says from app.leads l
where l.stage = 'MQL' and not exists (select from app.clocks c where c.lead_id = l.id and c.promise = 'first_touch')
order by l.id limit 100;

-- name: messages_about_nobody
-- Messages about leads that are not there.
select o.key as subject, format('a %s message about %s, which is not there', o.kind, o.lead_id) as says from app.outbox o
where o.lead_id is not null and o.state in ('waiting', 'sending')
    and not exists (select from app.leads l where l.id = o.lead_id)
order by o.key limit 100;

-- name: gaps_in_facts
-- Leads whose facts do not count from one to the last without a gap.
select l.id as subject, format('stands after %s facts; %s are there, the last is number %s', l.seq, count(f.seq), max(f.seq)) as says
from app.leads l left join app.facts f on f.lead_id = l.id
group by l.id, l.seq having l.seq <> count(f.seq) or l.seq is distinct from max(f.seq)
order by l.id limit 100;

-- name: facts_without_lead
-- Facts about leads that are not there.
select f.lead_id as subject, format('%s facts, and no lead', count(*)) as says from app.facts f
where not exists (select from app.leads l where l.id = f.lead_id)
    and not exists (select from app.sealed s where s.lead_id = f.lead_id and s.forgotten and s.digests = '')
group by f.lead_id order by f.lead_id limit 100;

-- name: steps_doubled
-- Steps of an escalation that were carried out twice; who was forgotten has none to compare.
select f.lead_id as subject, format('%s %% of %s was carried out %s times', f.body ->> 'percent', f.body ->> 'promise', count(*)) as says
from app.facts f where f.kind = 'Escalated' and f.body ->> 'step_at' is not null
group by f.lead_id, f.body ->> 'promise', f.body ->> 'percent', f.body ->> 'step_at' having count(*) > 1
order by f.lead_id limit 100;

-- name: steps_early
-- Steps of an escalation that were carried out before their time.
select f.lead_id as subject, format('%s %% of %s at %s, before %s', f.body ->> 'percent', f.body ->> 'promise', f.at, f.body ->> 'step_at') as says
from app.facts f where f.kind = 'Escalated' and f.at <= (f.body ->> 'step_at')::timestamptz
order by f.lead_id limit 100;

-- name: ahead_of_the_clock
-- Promises that began later than now: the database's clock was ahead, and has been set back since.
select c.lead_id as subject,
    format('its %s is dated %s, which has not come: the database''s clock was set back; see to it by hand', c.promise, to_char(c.started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')) as says
from app.clocks c where c.state = 'running' and c.started_at > app.now() + interval '1 minute'
order by c.lead_id limit 100;

-- name: conservation
-- Everybody who came in, and where they are now; what is in neither is lost.
select (select count(*) from app.facts where seq = 1) as came_in,
    count(*) filter (where stage in ('SAL', 'SQL', 'Opportunity', 'Won', 'Lost')) as worked,
    count(*) filter (where stage in ('New', 'Engaged', 'Nurture')) as nurture,
    count(*) filter (where stage = 'Disqualified') as disqualified,
    count(*) filter (where stage = 'MQL') as open,
    count(*) filter (where stage = 'Merged') as merged,
    (select count(distinct s.lead_id) from app.sealed s where s.forgotten and s.digests = ''
        and not exists (select from app.leads l where l.id = s.lead_id)) as erased
from app.leads;

-- name: note
-- What a look has found now stands as found; what it no longer found is gone. Gives what has just become an alarm.
with found as (
    select what, subject, says from unnest($2::text[], $3::text[], $4::text[]) as f (what, subject, says)
), gone as (
    update app.findings g set gone_at = app.now()
    where g.gone_at is null and g.what = any ($1::text[])
        and not exists (select from found f where f.what = g.what and f.subject = g.subject)
), noted as (
    insert into app.findings as n (what, subject, says, found_at)
    select distinct on (what, subject) what, subject, says, app.now() from found order by what, subject
    on conflict (what, subject) do update set says = excluded.says,
        looks = case when n.gone_at is null then n.looks + 1 else 1 end,
        found_at = case when n.gone_at is null then n.found_at else excluded.found_at end, gone_at = null
    returning what, subject, says, looks
)
select what, subject, says from noted where looks = 2 order by what, subject;

-- name: open_findings
-- What stands against a promise now: seen twice, so that it did not pass by itself.
select what, subject, says, found_at from app.findings where gone_at is null and looks > 1
union all
select 'recovery_hold', 'everything', because, began_at from app.holds where ended_at is null
order by what, found_at, subject limit $1;

-- name: count_findings
-- How many of each stand now.
select what, count(*) as many from app.findings where gone_at is null and looks > 1 group by what
union all
select 'recovery_hold', 1 from app.holds where ended_at is null
order by what;

-- name: raise_alarm
-- One alarm a kind and hour, in the outbox like every message.
insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, $2, $3, 'alarm', 'TellRep', $4::text::json, app.now(), app.now())
on conflict (key) do nothing;

-- name: take_alarms
-- The alarms that wait, for whoever raised them to send at once: those who usually send may be the ones that are still.
update app.outbox o
set state = 'sending', claim = $1, tries = tries + 1, lease_until = clock_timestamp() + interval '30 seconds'
where key in (select key from app.outbox where kind = 'alarm' and state = 'waiting' and due_at <= app.now()
    and not exists (select from app.holds where ended_at is null) for update skip locked)
returning key, channel, recipient, effect, body::text as body, tries, app.now() as at,
    (select u.language from app.users u where u.active and (u.email = lower(o.recipient) or u.rep = o.body ->> 'rep')
     order by u.email = lower(o.recipient) desc limit 1) as language;

-- name: who_administers
-- Whom to tell when nobody answers for a queue.
select email, name from app.users where role = 'admin' and active order by email limit 1;
