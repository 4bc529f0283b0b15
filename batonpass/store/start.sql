-- name: steps
-- How far the set-up has got.
select step, state, answers::text as answers, at, by from app.start;

-- name: mark
-- A step of the set-up is done or skipped; what was answered before and is not answered now stays.
insert into app.start (step, state, answers, at, by) values ($1, $2, $3::text::jsonb, app.now(), $4)
on conflict (step) do update
set state = excluded.state, answers = app.start.answers || excluded.answers, at = excluded.at, by = excluded.by;

-- name: empty
-- Whether nobody has come in yet.
select not exists (select from app.leads);

-- name: nobody
-- Whether nobody can sign in yet.
select not exists (select from app.users where active);

-- name: invite
-- A link that lets somebody choose a password, once.
insert into app.invites (digest, email, name, role, rep, expires_at) values ($1, $2, $3, $4, $5, app.now() + $6);

-- name: invited
-- Whom a link lets in, while it may.
select email, name, role, rep from app.invites where digest = $1 and used_at is null and expires_at > app.now();

-- name: use
-- The link is used up, and so is every other one for the same address; gives whom it lets in.
update app.invites set used_at = app.now()
where used_at is null and expires_at > app.now()
    and (digest = $1 or email = (select email from app.invites where digest = $1))
returning digest, email, name, role, rep;

-- name: hold_users
-- Of two who use a link for the first administrator at once, one waits.
lock table app.users in share row exclusive mode;

-- name: latest
-- Who came in last, of those who are no sample.
select id from app.leads where id <> all ($1::text[]) order by id desc limit 1;

-- name: claim_sample
-- Sample leads are put in once; gives nothing when they are there.
insert into app.start (step, state, at, by) values ('sample', 'done', app.now(), $1)
on conflict (step) do nothing returning step;

-- name: keep_sample
-- Which leads are samples.
update app.start set answers = $1::text::jsonb where step = 'sample';

-- name: hush
-- Nobody is told of a sample, and no clock of one rings.
with silent as (
    update app.clocks set next_at = null where lead_id = any ($1::text[])
)
delete from app.outbox where lead_id = any ($1::text[]);

-- name: drop_facts
-- What happened to samples never happened.
delete from app.facts where lead_id = any ($1::text[]);

-- name: drop_sample
-- How samples came in, what was promised to them, and who looked at them.
with inbox as (
    delete from app.inbox where lead_id = any ($1::text[])
), clocks as (
    delete from app.clocks where lead_id = any ($1::text[])
), looks as (
    delete from app.looks where lead_id = any ($1::text[])
)
delete from app.start where step = 'sample';

-- name: even_turns
-- When nobody else came, nobody has had a turn.
update app.turns set tally = '{}' where not exists (select from app.leads);

-- name: sealed
-- Whether facts of these leads are under a seal.
select exists (select from app.sealed where lead_id = any ($1::text[]));
