-- Both sides meet over numbers that never change afterwards, decide with an expected effect, and are told later whether it came true.

create table app.meetings (
    id text primary key,                -- the day it is held on, such as 2027-03-23, or 2027-06-15-definition
    kind text not null check (kind in ('pack', 'definition')),
    starts_at timestamptz not null,
    since timestamptz not null,         -- the period it looks at, up to its start
    made_by text not null,
    made_at timestamptz not null,
    remind_at timestamptz,              -- when the leaders are reminded; null once they were
    frozen_at timestamptz,
    frozen_by text,
    numbers text,                       -- everything the pack shows, as it stood when the meeting began
    hash text,
    check ((frozen_at is null) = (numbers is null))
);

create function app.a_frozen_pack_stays() returns trigger
    language plpgsql
    as $$
begin
    if old.frozen_at is not null
        and (new.numbers, new.hash, new.frozen_at, new.since) is distinct from (old.numbers, old.hash, old.frozen_at, old.since)
    then
        raise exception 'the pack of % is frozen', old.id using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger a_frozen_pack_stays before update on app.meetings for each row execute function app.a_frozen_pack_stays();

create table app.decisions (            -- what was decided, what it is expected to change by when, and whether it did
    id bigint generated always as identity primary key,
    meeting text not null,
    item text not null check (item in ('sla', 'dispositions', 'definition')),
    says text not null,
    by text not null,
    name text not null,
    at timestamptz not null,
    metric text not null,
    direction text not null check (direction in ('up', 'down')),
    points numeric not null check (points > 0),     -- percentage points
    review_at timestamptz not null,
    place text,                         -- what it changes in the playbook, from what to what, and in which draft
    before text,
    after text,
    version text,
    judged_at timestamptz,
    verdict text check (verdict in ('came_true', 'did_not', 'cannot_tell')),
    judged text,
    check ((judged_at is null) = (verdict is null))
);
create index decisions_open on app.decisions (review_at) where judged_at is null;
