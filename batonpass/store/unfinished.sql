-- name: begin
-- Somebody begins to write a playbook.
insert into app.unfinished_playbooks (begun_from, text, begun_by, saved_by, saved_at)
values ($1, $2, $3, $3, app.now())
returning id;

-- name: save
-- What was written takes the place of what its writer saw, and of nothing else.
update app.unfinished_playbooks set text = $3, revision = revision + 1, saved_by = $4, saved_at = app.now()
where id = $1 and revision = $2
returning revision;

-- name: put_away
-- An unfinished playbook is done with, unless somebody saved it meanwhile.
delete from app.unfinished_playbooks where id = $1 and revision = $2 returning id;

-- name: find
-- An unfinished playbook with its text.
select id, begun_from, text, revision, begun_by, saved_by, saved_at from app.unfinished_playbooks where id = $1;

-- name: every_one
-- What is being written, the latest first.
select id, begun_from, text, revision, begun_by, saved_by, saved_at from app.unfinished_playbooks
order by saved_at desc, id desc
limit 50;
