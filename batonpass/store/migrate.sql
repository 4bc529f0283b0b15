-- name: has_migrations
-- Has the first migration run here?
select exists (  -- to_regclass may answer from a cache that is older than the lock we have just waited for
    select from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'app' and c.relname = 'migrations'
);

-- name: ran_migrations
-- Which migrations ran here, when, and how did their files look then?
select name, checksum, ran_at from app.migrations order by name;

-- name: lock_migrations
-- Let one process at a time migrate, until its transaction ends.
select pg_advisory_xact_lock($1);

-- name: keep_migration
-- Remember that a migration ran, in the transaction in which it did.
insert into app.migrations (name, checksum) values ($1, $2);

-- name: role
-- As whom do we work?
select current_user::text;
