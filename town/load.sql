-- name: has_leads
-- Is there any lead here?
select exists (select from app.leads);

-- name: count_leads
-- How many leads are here?
select count(*) from app.leads;

-- name: is_loaded
-- Was the town put in to its end?
select exists (select from app.settings where name = 'town');

-- name: looked
-- Who answered a lead had opened its page before, but for one in twelve, who answered from a mail or by telephone. What
-- stands before these people now they have opened too, most of it: it waits for their call, not for a look.
with seen as (
    insert into app.looks (lead_id, round, rep, how, at)
    select lead, round, first_owner, 'page',
        delivered_at + (coalesce(answered_at, app.now()) - delivered_at)
            * (case when answered_at is null then 0.2 else 0.5 end + abs(hashtext(lead)) % 40 / 100.0)
    from (select *, least(touched_at, accepted_at, rejected_at) as answered_at from app.rounds) as rounds
    where round > 0 and first_owner <> '' and abs(hashtext(lead)) % 12 <> 0
        and delivered_at < coalesce(answered_at, app.now())
        and (answered_at is not null or ended_at is null and first_owner = any ($1::text[]))
    on conflict do nothing
    returning lead_id
)
insert into app.changed (leads) select array_agg(lead_id) from seen having count(*) > 0;

-- name: loaded
-- The town is in, drawn from this seed.
insert into app.settings (name, value) values ('town', $1);

-- name: real_now
-- What time is it in the world, wherever the test clock stands?
select clock_timestamp();
