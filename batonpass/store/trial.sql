-- name: tallies
-- Whose turn it is in each pool, only to look at.
select pool, tally::text as tally from app.turns order by pool;
