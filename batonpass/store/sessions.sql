-- name: begin
-- Somebody has signed in; what ended or began longer ago than any session lasts is forgotten.
with old as (
    delete from app.sessions where began_at < app.now() - interval '30 days'
)
insert into app.sessions (id, email, began_at) values ($1, $2, app.now());

-- name: end
-- This sign-in holds no longer.
update app.sessions set ended_at = app.now() where id = $1 and ended_at is null;

-- name: end_all
-- None of a person's sign-ins holds any longer.
update app.sessions set ended_at = app.now() where email = $1 and ended_at is null;
