-- name: script
-- What lets this role work here, and no more: it owns nothing, so it changes no table, empties none and drops no trigger.
select format(
    'grant usage on schema app to %1$I;
    revoke create on schema app from %1$I;
    grant select, insert, update, delete on all tables in schema app to %1$I;
    grant usage, select, update on all sequences in schema app to %1$I;
    revoke delete on app.changes, app.seals, app.sealed from %1$I;
    revoke update on app.seals from %1$I;
    revoke insert, update, delete on app.migrations from %1$I', r.rolname) as script
from pg_catalog.pg_roles r where r.rolname = $1 and not r.rolsuper;
