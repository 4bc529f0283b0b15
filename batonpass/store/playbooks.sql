-- name: version
-- A version of the playbook with its words.
select version, text, hash, state, applied_at, applied_by, note from app.playbooks where version = $1;

-- name: version_to_sign
-- How far a version is, and nobody else signs it until we are done: two signatures at one instant come one after the other.
select state from app.playbooks where version = $1 for no key update;

-- name: in_state
-- The version in this state, of which there is one at most.
select version, text, applied_by from app.playbooks where state = $1;

-- name: agreed
-- Whether somebody agreed on the version in force: nobody did on one that came with the program ($1 applied it), nor by
-- going back to it.
select active.applied_by <> $1 and not (coalesce(stepped.what = 'rolled_back', false) and coalesce(stepped.first = $1, false))
from app.playbooks active left join lateral (
  select what, (select by from app.playbook_history where version = active.version and what = 'applied' order by id desc limit 1) as first
  from app.playbook_history where version = active.version and what in ('applied', 'rolled_back') order by id desc limit 1
) stepped on true
where active.state = 'active';

-- name: put_draft
-- A version is written down; nobody works by it yet.
insert into app.playbooks (version, text, hash, state, applied_at, applied_by, note)
values ($1, $2, $3, 'draft', app.now(), $4, $5);

-- name: put_version
-- A version steps into force that nobody had drafted.
insert into app.playbooks (version, text, hash, state, applied_at, applied_by, note)
values ($1, $2, $3, 'draft', app.now(), $4, $5)
on conflict (version) do nothing;

-- name: lock_active
-- The version in force, held so that one change follows the other.
select version from app.playbooks where state = 'active' for update;

-- name: retire
-- The version in force steps down.
update app.playbooks set state = 'retired' where state = 'active' and version <> $1;

-- name: activate
-- A version steps into force.
update app.playbooks set state = 'active', applied_at = app.now(), applied_by = $2 where version = $1;

-- name: set_state
-- A draft begins or ends to be a shadow, or is put away.
update app.playbooks set state = $2 where version = $1;

-- name: begin_shadow
-- A shadow follows what arrives from now on.
insert into app.shadow_progress (version, inbox_id) values ($1, (select coalesce(max(id), 0) from app.inbox))
on conflict (version) do update set inbox_id = excluded.inbox_id;

-- name: tell
-- Keep what was done with a version, by whom and why.
insert into app.playbook_history (version, what, by, note, before, at) values ($1, $2, $3, $4, $5, app.now());

-- name: history
-- What was done with versions, the latest first.
select version, what, by, note, before, at from app.playbook_history order by id desc limit $1;

-- name: stepped_down_for
-- The version that was in force before this one stepped in last.
select before from app.playbook_history
where version = $1 and what in ('applied', 'rolled_back') and before is not null
order by id desc
limit 1;

-- name: sign
-- Somebody agrees to a version.
insert into app.playbook_signatures (version, side, signed_by, name, role, through, note, at)
values ($1, $2, $3, $4, $5, $6, $7, app.now());

-- name: signatures
-- Who has agreed to a version.
select side, signed_by, name, role, through, note, at from app.playbook_signatures where version = $1 order by at;

-- name: user
-- Somebody who may sign in.
select email, name, role from app.users where email = $1 and active;

-- name: both_sides
-- Are there people of sales and of marketing who could sign, and is there a lead that a playbook has decided about?
select
    exists (select from app.users where active and role = 'manager') as sales,
    exists (select from app.users where active and role = 'marketing') as marketing,
    exists (select from app.leads) as leads;
