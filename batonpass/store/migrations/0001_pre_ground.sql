-- The ground everything else stands on: the schema, the clock that decides, and the list of migrations that ran.

create schema app;

-- Every decision asks this function what time it is; tests replace it by a frozen instant (store/clock.py).
-- Declared stable although the clock runs on during a statement: only so may `next_due <= app.now()` use an index,
-- and one instant a statement is what such a condition means.
create function app.now() returns timestamptz
    language sql stable parallel safe
    as $$ select clock_timestamp() $$;

create table app.migrations (
    name text primary key,                                  -- the file's name without its ending
    checksum text not null,                                 -- of the file as it was when it ran
    ran_at timestamptz not null default clock_timestamp()   -- when in the real world, whatever a test clock says
);
