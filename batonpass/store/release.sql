-- name: lock_set_aside
-- One arrival that waits for a person, held until it has been decided.
select door, caller, kind, body::text as body, body_hash
from app.inbox
where id = $1 and state in ('set_aside', 'quarantined')
for update;

-- name: mark_released
-- The arrival was taken in after all, as another one; its sender's next try with the same key gets this answer.
update app.inbox
set state = 'released', lead_id = $2, answer = $3, error = null, taken_at = app.now()
where id = $1;
