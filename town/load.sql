-- name: has_leads
-- Is there any lead here?
select exists (select from app.leads);

-- name: count_leads
-- How many leads are here?
select count(*) from app.leads;

-- name: is_loaded
-- Was the town put in to its end?
select exists (select from app.settings where name = 'town');

-- name: loaded
-- The town is in, drawn from this seed.
insert into app.settings (name, value) values ('town', $1);

-- name: real_now
-- What time is it in the world, wherever the test clock stands?
select clock_timestamp();
