-- name: leads_of
-- Every lead of this person: by id, by address or number, by another key of theirs, and those merged with them.
with known as (
    select id from app.leads where id = $1 or person = lower($1)
    union select lead_id from app.identities where key = lower($1)
), living as (
    select coalesce(l.merged_into, l.id) as id from app.leads l join known using (id)
)
select id, person from app.leads
where id in (select id from living) or merged_into in (select id from living) or id in (select id from known)
order by id;

-- name: leads
-- How each of their leads stands.
select (to_jsonb(l) || jsonb_build_object('state', l.state::jsonb))::text
from app.leads l where id = any ($1::text[]) order by id;

-- name: timeline
-- Everything that happened to them, in its order.
select to_jsonb(f)::text from app.facts f where lead_id = any ($1::text[]) order by lead_id, seq;

-- name: sent_by_them
-- What came through our doors from or about them; what was set aside belongs to no lead and is found by its words.
select (to_jsonb(i) - array['body_hash', 'fingerprint', 'idem_key'])::text from app.inbox i
where lead_id = any ($1::text[])
   or (state in ('set_aside', 'quarantined', 'refused') and lower(body::text) like any ($2::text[]))
order by id;

-- name: messages
-- What was said to or about them, and what is still to be said.
select (to_jsonb(o) - array['claim', 'lease_until'])::text from app.outbox o
where lead_id = any ($1::text[]) order by created_at, key;

-- name: promises
-- What was promised to them, and how it went.
select to_jsonb(c)::text from app.clocks c where lead_id = any ($1::text[]) order by started_at, promise;

-- name: known_as
-- By what else they are recognised.
select to_jsonb(i)::text from app.identities i where lead_id = any ($1::text[])
union all
select to_jsonb(a)::text from app.aliases a where person = any ($2::text[]);

-- name: seen_before
-- What was seen of their browsers before anybody knew whose they were.
select (to_jsonb(u) - 'idem_key')::text from app.unclaimed u
where alias in (select alias from app.aliases where person = any ($1::text[])) order by id;

-- name: looked_up
-- What providers of data said about them.
select to_jsonb(l)::text from app.lookups l where lower(subject) = any ($1::text[]) order by provider, subject;

-- name: deals
-- Which deals are theirs.
select to_jsonb(d)::text from app.deals d where lead_id = any ($1::text[]) order by deal_id;

-- name: unread_rows
-- Rows of lists with them in it that could not be taken in.
select to_jsonb(e)::text from app.import_errors e
where lower(array_to_string(cells, ' ')) like any ($1::text[]) order by import_id, line;
