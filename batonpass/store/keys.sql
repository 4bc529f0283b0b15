-- name: put
-- Keep a key by its hash; the same token again changes its label and scopes.
insert into app.api_keys (id, hash, label, scopes, rep, created_at, expires_at)
values ($1, $2, $3, $4, $5, app.now(), $6)
on conflict (hash) do update set label = excluded.label, scopes = excluded.scopes, rep = excluded.rep, revoked_at = null;

-- name: find
-- The valid key of that hash; a key of somebody who left is none.
select k.id, k.label, k.scopes, k.rep from app.api_keys k
where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > app.now())
    and not exists (
        select from app.directory d
        where d.kind = 'rep' and d.name = k.rep and d.body ->> 'active' = 'false'
    );

-- name: revoke
-- A key is no key any more.
update app.api_keys set revoked_at = app.now() where id = $1 and revoked_at is null returning label;

-- name: list_all
-- Every key, newest first.
select id, label, scopes, rep, created_at, expires_at, revoked_at from app.api_keys order by created_at desc;
