-- name: claim
-- Messages that are due or whose worker was lost, held for the length of a lease under a token of ours; none in a hold.
-- A channel and a recipient take so many at once; a person gets so many single ones a minute, the rest go together, as
-- does what waited for the end of their quiet hours.
-- What a lost worker held was counted as a try when it was claimed first: workers that die use up nobody's tries.
-- What is tried out of turn, because its way works again, counts as no try either and keeps its own hour.
-- What only a newer version knows how to send is left for one.
with fresh as (
    select key, channel, recipient, due_at, effect = 'TellRep' as personal,
        digest or tries > 0 or due_at - created_at > interval '5 minutes' and kind <> 'snoozed' as again
    from app.outbox
    where state = 'waiting' and due_at <= app.now() and (channel = 'look_up') = $4 and effect = any ($10::text[])
      and channel <> all ($5::text[]) and recipient <> all ($6::text[])
      and not exists (select from app.holds where ended_at is null)
    order by due_at limit $1 for update skip locked
), near as (
    select f.*, row_number() over (partition by channel, recipient, personal and again order by due_at, key) as nth,
        case when p.since + interval '1 minute' > app.now() then p.since else app.now() end as since,
        case when p.since + interval '1 minute' > app.now() then greatest(0, $9 - p.singles) else $9 end as allowed
    from fresh f left join app.pace p using (channel, recipient)
), fit as (
    select * from (
        select *, row_number() over (partition by channel order by due_at, key) as place from near
        where case when not personal then nth <= $8 when again then nth = 1 else nth <= allowed end
    ) as ranked
    where place <= $7
), asked as (
    select channel, recipient, count(*)::int as n from fit where personal and not again
    group by channel, recipient
), paced as (
    insert into app.pace as p (channel, recipient, since, singles, granted)
    select channel, recipient, app.now(), n, n from asked order by channel, recipient
    on conflict (channel, recipient) do update set
        since = case when p.since + interval '1 minute' <= app.now() then excluded.since else p.since end,
        granted = case when p.since + interval '1 minute' <= app.now() then excluded.granted
            else least(excluded.granted, greatest(0, $9 - p.singles)) end,
        singles = case when p.since + interval '1 minute' <= app.now() then excluded.granted
            else p.singles + least(excluded.granted, greatest(0, $9 - p.singles)) end
    returning channel, recipient, since, granted
), put_off as (
    update app.outbox o set digest = true, due_at = coalesce(p.since, n.since) + interval '1 minute'
    from near n left join fit f using (key)
        left join paced p on (p.channel, p.recipient) = (n.channel, n.recipient)
    where o.key = n.key and n.personal and not n.again
        and (n.nth > n.allowed or f.key is not null and n.nth > p.granted)
    returning o.chain
), put_off_too as (
    update app.outbox set due_at = due_at + interval '1 minute'
    where key in (
        select o.key from put_off p cross join lateral (select * from app.outbox where chain = p.chain offset 0) as o
        where o.state = 'waiting' and o.due_at > app.now()
    )
), hurried as (
    select key, channel, recipient, effect = 'TellRep' as personal from app.outbox
    where hurry and state = 'waiting' and again_at <= app.now() and (channel = 'look_up') = $4 and effect = any ($10::text[])
      and channel <> all ($5::text[]) and recipient <> all ($6::text[])
      and not exists (select from app.holds where ended_at is null)
    order by again_at limit least($1, $7, $8) for update skip locked
), their as (
    select channel, recipient from fit where personal and again
    union select channel, recipient from hurried where personal
), together as (
    select key from app.outbox
    where state = 'waiting' and key in (
        select o.key from their t join app.outbox o using (channel, recipient)
        where o.state = 'waiting' and o.effect = 'TellRep' and (o.digest or o.tries > 0)
        union all
        select o.key from their t join app.outbox o using (channel, recipient)
        where o.state = 'waiting' and o.effect = 'TellRep' and o.due_at - o.created_at > interval '5 minutes'
          and o.due_at <= app.now() and o.kind <> 'snoozed'
    )
    for update skip locked
), lost as (
    select key from app.outbox where state = 'sending' and lease_until < (select clock_timestamp()) and (channel = 'look_up') = $4
      and effect = any ($10::text[]) and not exists (select from app.holds where ended_at is null)
    order by lease_until limit least($1, $7) for update skip locked
), ripe as (
    select f.key, false as bundled from fit f left join paced p using (channel, recipient)
    where not f.personal or not f.again and f.nth <= p.granted
    union all select key, true from together
    union all select key, false from hurried where not personal and key not in (select key from fit)
    union all select key, false from lost
)
update app.outbox o
set state = 'sending', claim = $2, hurry = false, tries = o.tries + (o.state = 'waiting' and o.due_at <= app.now())::int,
    lease_until = clock_timestamp() + $3::interval
from ripe
where o.key = ripe.key
returning o.key, o.lead_id, o.channel, o.kind, o.recipient, o.effect, o.body::text as body, o.tries, app.now() as at,
    ripe.bundled, o.due_at > app.now() as early,
    (select u.language from app.users u where u.active and (u.email = lower(o.recipient) or u.rep = o.body ->> 'rep')
     order by u.email = lower(o.recipient) desc limit 1) as language;

-- name: hold
-- They are still ours for the length of a lease.
update app.outbox o set lease_until = clock_timestamp() + $3::interval
from unnest($1::text[], $2::uuid[]) as d (key, claim)
where o.key = d.key and o.claim = d.claim and o.state = 'sending';

-- name: sent
-- They have left, if they are still ours; the same news on its other ways is withdrawn.
with done as (
    update app.outbox o set state = 'sent', sent_at = app.now(), lease_until = null, error = null, proof = d.proof
    from unnest($1::text[], $2::uuid[], $3::text[]) as d (key, claim, proof)
    where o.key = d.key and o.claim = d.claim and o.state = 'sending'
    returning o.chain, o.channel
)
update app.outbox set state = 'cancelled', error = 'told by ' || other.by
from (
    select o.key, d.channel as by
    from done d cross join lateral (select key, state from app.outbox where chain = d.chain offset 0) as o
    where o.state = 'waiting'
) as other
where outbox.key = other.key and state = 'waiting';

-- name: hurry
-- These ways out work: what failed on them and waits for its next try is tried soon, one a second and all within half an
-- hour, unless the other side named a wait or it was tried out of turn a moment ago.
-- People are told over one way all alike; what goes to a system goes to that system alone.
with working as (
    select distinct channel, recipient, channel = any ($3::text[]) as people
    from unnest($1::text[], $2::text[]) as d (channel, recipient)
), theirs as (
    select o.* from (select distinct channel from working where people) w join app.outbox o using (channel)
    where o.state = 'waiting' and o.tries > 0 and not o.hurry
    union all
    select o.* from working w join app.outbox o using (channel, recipient)
    where not w.people and o.state = 'waiting' and o.tries > 0 and not o.hurry
), turns as (
    select key, row_number() over (partition by channel order by due_at, key) as nth,
        count(*) over (partition by channel) as crowd
    from theirs
    where due_at > app.now() + interval '1 minute'
      and (again_at is null or again_at < app.now() - interval '15 minutes')
)
update app.outbox o
set hurry = true, again_at = app.now() + t.nth * least(interval '1 second', interval '30 minutes' / t.crowd)
from turns t where o.key = t.key;

-- name: later
-- They are tried again after a while, if they are still ours; the next way to the same person is tried at once.
with put as (
    update app.outbox o set state = 'waiting', due_at = greatest(o.due_at, app.now() + d.after), lease_until = null,
        error = d.why, again_at = case when d.named then 'infinity' when o.again_at < 'infinity' then o.again_at end
    from unnest($1::text[], $2::uuid[], $3::interval[], $4::text[], $5::boolean[]) as d (key, claim, after, why, named)
    where o.key = d.key and o.claim = d.claim and o.state = 'sending'
    returning o.chain
), next as (
    select distinct on (o.chain) o.key
    from put p cross join lateral (select * from app.outbox where chain = p.chain offset 0) as o
    where o.state = 'waiting' and o.tries = 0 order by o.chain, o.due_at
)
update app.outbox o set due_at = least(o.due_at, app.now()) from next where o.key = next.key;

-- name: dead
-- They are given up, if they are still ours; the next way to the same person is tried at once.
with put as (
    update app.outbox o set state = 'dead', lease_until = null, error = d.why
    from unnest($1::text[], $2::uuid[], $3::text[]) as d (key, claim, why)
    where o.key = d.key and o.claim = d.claim and o.state = 'sending'
    returning o.chain
), next as (
    select distinct on (o.chain) o.key
    from put p cross join lateral (select * from app.outbox where chain = p.chain offset 0) as o
    where o.state = 'waiting' and o.tries = 0 order by o.chain, o.due_at
)
update app.outbox o set due_at = least(o.due_at, app.now()) from next where o.key = next.key;

-- name: bounced
-- It came back: it does not count as told, and the next way to the same person is tried at once.
with back as (
    update app.outbox set state = 'dead', proof = null, error = 'bounced: ' || $2
    where key = $1 and state = 'sent' returning key, chain
), next as (
    select o.key from app.outbox o join back on o.chain = back.chain
    where o.state = 'cancelled' and o.error like 'told by %' and o.tries = 0 order by o.due_at limit 1
), revived as (
    update app.outbox o set state = 'waiting', due_at = app.now(), error = null from next where o.key = next.key
)
select key from back;

-- name: replay
-- A dead letter waits again.
update app.outbox set state = 'waiting', tries = 0, due_at = app.now(), error = null
where key = $1 and state = 'dead' returning key;

-- name: replay_since
-- The dead letters of one way that were written within a stretch of time wait again, so many at once, the oldest first.
update app.outbox set state = 'waiting', tries = 0, due_at = app.now(), error = null
where key in (
    select key from app.outbox
    where state = 'dead' and channel = $1 and ($2::text is null or recipient = $2) and created_at between $3 and $4
    order by created_at, key limit $5 for update skip locked
)
returning key;

-- name: in_hand
-- Whether a message is on its way, or is being claimed by somebody whose claim we cannot see yet. In a hold none is.
select exists (
    select from app.outbox where state = 'sending' and lease_until > clock_timestamp()
    union all
    select from app.outbox where state = 'waiting' and due_at <= app.now() and (channel <> 'look_up' or $1)
        and not exists (select from app.holds where ended_at is null)
    union all
    select from app.outbox where hurry and state = 'waiting' and again_at <= app.now() and (channel <> 'look_up' or $1)
        and not exists (select from app.holds where ended_at is null)
);

-- name: next_out
-- When the next waiting message is due, or is tried out of turn; what failed n times not before $2[n] later than due, and
-- on the ways of $3 not at all.
select least(
    (select min(due_at + coalesce(($2::interval[])[tries], '0')) from app.outbox
     where state = 'waiting' and (channel = 'look_up') = $1 and (tries = 0 or channel <> all ($3::text[]))),
    (select min(again_at) from app.outbox where hurry and state = 'waiting' and (channel = 'look_up') = $1)
);

-- name: pause
-- How long until the next waiting message, or look-up, is due or tried out of turn; null when none waits or nothing may
-- leave.
select least(
    (select min(due_at) from app.outbox
     where state = 'waiting' and (channel = 'look_up') = $1 and effect = any ($2::text[])),
    (select min(again_at) from app.outbox
     where hurry and state = 'waiting' and (channel = 'look_up') = $1 and effect = any ($2::text[]))
) - app.now()
where not exists (select from app.holds where ended_at is null);

-- name: ask
-- Something is asked of the world without a lead; the same key is asked once.
insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, $2, $3, $4, $5, $6::text::json, app.now(), app.now())
on conflict (key) do nothing;
