-- name: put_keys
-- These accounts are found under these keys, and no longer under the ones they had.
with gone as (
    delete from app.account_keys k
    where k.domain = any ($1::text[])
        and not exists (select from unnest($2::text[], $3::text[]) as n (key, domain) where (n.key, n.domain) = (k.key, k.domain))
)
insert into app.account_keys (key, domain) select * from unnest($2::text[], $3::text[]) on conflict do nothing;

-- name: learned
-- What people decided once: under which other names and domains these accounts are known.
select key, domain from app.match_verdicts where domain = any ($1::text[]) and same;

-- name: without_keys
-- Accounts that came in by another way, such as an older version, and cannot be found by name yet.
select domain, body::text as body from app.accounts a
where not exists (select from app.account_keys k where k.domain = a.domain)
limit $1;
