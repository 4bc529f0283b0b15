-- name: leads_of
-- Every lead of these people, held: by id, by address or number, by another key of theirs, and those merged with them.
with asked as (
    select distinct lower(w) as word from unnest($1::text[]) as w union select unnest($1::text[])
), known as (
    select id from app.leads where id in (select word from asked)
    union select id from app.leads where person in (select word from asked)
    union select lead_id from app.identities where key in (select word from asked)
), living as (
    select coalesce(l.merged_into, l.id) as id from app.leads l join known using (id)
)
select id, person from app.leads
where id in (
    select id from living
    union select id from known
    union select m.id from app.leads m join living on living.id = m.merged_into
)
order by id for update;

-- name: wait_for_seals
-- Nobody seals while somebody is forgotten.
select pg_advisory_xact_lock($1);

-- name: may_forget
-- From here to the end of this transaction facts may be emptied.
select set_config('batonpass.forget', 'on', true);

-- name: empty_facts
-- That something happened, and when, stays for the counts; what it said about the person is gone.
update app.facts set body = '{}' where lead_id = any ($1::text[]);

-- name: empty_inbox
-- What came through our doors from or about them.
update app.inbox set body = '{}', body_hash = '', answer = null, error = null, fingerprint = null, idem_key = null
where lead_id = any ($1::text[]) or lead_id is null and body::text ~* $2;

-- name: empty_strangers
-- What came through our doors from or about somebody and became nobody's lead.
update app.inbox set body = '{}', body_hash = '', answer = null, error = null, fingerprint = null, idem_key = null
where lead_id is null and body <> '{}' and body::text ~* $1 returning id;

-- name: drop_stranger_rows
-- Rows of lists with them in it that could not be read.
delete from app.import_errors where array_to_string(cells, ' ') ~* $1 returning 1;

-- name: drop_messages
-- What was said to or about them, and what was still to be said.
delete from app.outbox where lead_id = any ($1::text[]);

-- name: close_clocks
-- A promise to somebody who is forgotten is neither kept nor broken, and nothing rings any more.
update app.clocks set state = 'erased', ended_at = app.now(), next_at = null
where lead_id = any ($1::text[]) and state = 'running';

-- name: drop_fates
-- What a CRM said became of their records; that one was forgotten stays, for what comes late must not bring them back.
delete from app.record_fates f
where f.fate <> 'forgotten' and app.lead_of_record(f.system, f.record) = any ($1::text[]);

-- name: drop_keys
-- By what they were recognised.
delete from app.identities where lead_id = any ($1::text[]);

-- name: drop_aliases
-- Which browsers and ids elsewhere were theirs.
delete from app.aliases where person = any ($1::text[]);

-- name: drop_unclaimed
-- What was seen of their browsers before anybody knew whose they were.
delete from app.unclaimed
where alias in (select alias from app.aliases where person = any ($1::text[])) or body::text ~* $2;

-- name: drop_matches
-- Who they were like.
delete from app.matches where lead_id = any ($1::text[]) or candidate = any ($1::text[]);

-- name: drop_deals
-- Which deals were theirs.
delete from app.deals where lead_id = any ($1::text[]);

-- name: drop_deal_steps
-- What their deals waited with.
delete from app.deal_steps where lead_id = any ($1::text[]);

-- name: drop_crm
-- What a CRM holds of them, and what it told us.
with known as (
    delete from app.crm_records where lead_id = any ($1::text[]) returning system, record
), fields as (
    delete from app.crm_fields where lead_id = any ($1::text[])
)
delete from app.crm_changes c
where (c.system, c.record) in (select system, record from known)
    or c.email in (select person from app.leads where id = any ($1::text[]));

-- name: records_of
-- Which records of theirs the CRM has that we keep alike with it.
select system, record from app.crm_records where lead_id = any ($1::text[]) and record is not null
union
select f.system, substr(i.key, length(f.system) + 5) from app.identities i
join app.crm_feed f on i.key like 'id:' || f.system || ':%' where i.lead_id = any ($1::text[]);

-- name: ask_crm
-- The CRM is asked to delete them too; all that is said of them is its own number of the record.
insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at)
select key, 'crm', system, 'crm_erase', 'DeleteRecord', json_build_object('key', key, 'kind', 'crm_erase',
    'because', 'the person is to be forgotten everywhere', 'to', system, 'record', record), app.now(), app.now()
from (select 'forget/' || system || '/' || record as key, system, record
    from unnest($1::text[], $2::text[]) as r (system, record)) as asked
on conflict (key) do nothing;

-- name: drop_holds
-- Why they were kept against the calendar.
delete from app.legal_holds where lead_id = any ($1::text[]);

-- name: drop_lookups
-- What providers of data said about them.
delete from app.lookups where lower(subject) = any ($1::text[]) or fields::text ~* $2;

-- name: drop_import_errors
-- Rows of lists with them in it that could not be read.
delete from app.import_errors where array_to_string(cells, ' ') ~* $1;

-- name: drop_lists
-- Lists with them in it that were brought and are still kept; an octal escape hides no address.
delete from app.uploads
where encode(coalesce(body, ''), 'escape') ~* $1 or seen::text ~* $1;

-- name: drop_tries
-- What was worked out about such lists.
delete from app.computations where what in ('rehearsal', 'import') and result::text ~* $1;

-- name: drop_leads
-- The leads themselves.
delete from app.leads where id = any ($1::text[]);

-- name: drop_salts
-- Without its salt a digest tells nothing about anybody.
delete from app.seal_keys where lead_id = any ($1::text[]);

-- name: seal_forgotten
-- A seal that says of each lead that its facts are gone by right, so that nobody takes them for changed.
with gone as materialized (
    select lead_id as id, max(seq) as last from app.facts where lead_id = any ($1::text[]) group by lead_id
), before as (
    select number, seal from app.seals order by number desc limit 1
), fresh as (
    insert into app.seals (number, at, facts, seal)
    select before.number + 1, app.now(), 0, sha256(before.seal || string_agg(
        convert_to(concat_ws(e'\x1f', g.id, 1, g.last, true), 'UTF8') || ''::bytea, ''::bytea order by g.id, 1))
    from gone g cross join before
    group by before.number, before.seal
    returning number
)
insert into app.sealed (lead_id, first, last, number, forgotten, digests)
select g.id, 1, g.last, fresh.number, true, ''::bytea from gone g cross join fresh
returning number;
