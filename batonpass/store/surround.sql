-- name: hold_turns
-- The tallies of all pools, held until the batch is written, so that turns are exact under any number of processes; and
-- the instant, the revision, which keys and contents have come through our doors before, and the accounts they name.
-- From here to the end of the transaction a statement is planned once a connection: to plan the writing of a batch anew for
-- its very values takes as long as to write a quarter of it, and comes to the same plan.
select at, revision, turns, keys, contents, accounts, set_config('plan_cache_mode', 'force_generic_plan', true)
from app.look_around(true, $1::text[], $2::text[], $3::bytea[], $4::interval, $5::text[]);

-- name: surroundings
-- The same, only to look at.
select at, revision, turns, keys, contents, accounts, set_config('plan_cache_mode', 'force_generic_plan', true)
from app.look_around(false, $1::text[], $2::text[], $3::bytea[], $4::interval, $5::text[]);
