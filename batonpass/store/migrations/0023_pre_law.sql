-- Nothing leaves after a restore before a person says so; promises to who was forgotten; what the law keeps and lets go.

create table app.pulse (            -- how far this database has lived: a copy put back counts from where it was taken
    only_one boolean primary key default true check (only_one),
    number bigint not null,
    at timestamptz                  -- on the clock that decides, at the last beat
);
insert into app.pulse (number) values (0);

create table app.holds (            -- times in which nothing may leave, because this is a copy of an earlier day
    id bigint generated always as identity primary key,
    since timestamptz not null,     -- the last instant that the copy knows of: what left after it is not known here
    began_at timestamptz not null,
    because text not null,
    ended_at timestamptz,
    ended_by text,
    skipped_older_than interval,    -- what was older was not sent any more
    dropped int not null default 0,
    check ((ended_at is null) = (ended_by is null))
);
create unique index holds_one_at_a_time on app.holds ((true)) where ended_at is null;

alter table app.clocks drop constraint clocks_state_check;
alter table app.clocks add constraint clocks_state_check
    check (state in ('running', 'met', 'breached', 'closed', 'erased'));

create table app.legal_holds (      -- who may not be forgotten by the calendar, and why: a lawsuit, an open bill
    lead_id text primary key,
    why text not null,
    by text not null,
    at timestamptz not null
);
create table app.retention_runs (   -- what went because its time was over, a row a day; numbers alone
    day date primary key,
    at timestamptz not null,
    gone jsonb not null
);
