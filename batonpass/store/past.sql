-- name: find_lead
-- The lead of this id, or of the person with this address, and the instant.
select id, app.now() as now from app.leads where id = $1 or person = lower($1) order by id = $1 desc limit 1;

-- name: facts_until
-- All that was known of a lead by an instant, in the order in which it was decided.
select seq, kind, playbook, body::text as body from app.facts where lead_id = $1 and kept_at <= $2 order by seq;

-- name: playbook_of_version
-- The words of a version that was once in force.
select text from app.playbooks where version = $1;
