-- name: instant_and_revision
-- What time it is for every decision, and the revision of what is in force.
select app.now() as at, (select number from app.revision) as revision;
