-- name: gone_back
-- How far behind its own last beat the database's clock stands, once that is a minute; nothing otherwise.
select p.at - app.now() from app.pulse p where p.at > app.now() + interval '1 minute';

-- name: put_right
-- What waits for an instant of the clock that was wrong waits no more: who has heard enough for a minute, whose turn it
-- is to look, what somebody holds, messages asked for or put off in a time that has not come, calendars read in it.
-- Whoever lives renews what they hold.
with paced as (
    delete from app.pace where since > app.now() + interval '1 minute'
), watched as (
    update app.watch set looked_at = least(looked_at, clock_timestamp()), whole_at = least(whole_at, clock_timestamp())
), held as (
    update app.outbox set lease_until = clock_timestamp() + $1::interval
    where state = 'sending' and lease_until > clock_timestamp() + $1::interval
), computed as (
    update app.computations set lease_until = clock_timestamp() + $1::interval
    where state = 'running' and lease_until > clock_timestamp() + $1::interval
), fed as (
    update app.leave_feeds set read_at = app.now() where read_at > app.now()
)
update app.outbox
set created_at = least(created_at, app.now()),
    due_at = case when created_at > app.now() then due_at - (created_at - app.now()) else app.now() end,
    again_at = case when again_at < 'infinity' then least(again_at, app.now()) else again_at end
where state = 'waiting' and (
    created_at > app.now() + interval '1 minute' or (digest or tries > 0) and due_at > app.now() + $2::interval
);
