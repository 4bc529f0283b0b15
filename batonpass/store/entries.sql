-- name: calendars
-- Every calendar set over the API, as it was sent.
select name, body::text as body from app.directory where kind = 'calendar' order by name;

-- name: accounts
-- The accounts set over the API; one alone when its domain is given.
select domain, body::text as body from app.accounts
where $1::text is null or domain = $1
order by domain
limit $2;

-- name: versions
-- Every version of the playbook, the latest first.
select version, state, hash, applied_at, applied_by from app.playbooks order by applied_at desc, version;
