-- What routing and promises need to remember: whose breach it was and whether it was ours, absences, companies in work.

alter table app.clocks add column breached_owner text;      -- who held the lead at the instant the promise broke
alter table app.clocks add column excuse text;              -- why it was not the rep's breach, such as notification_outage
alter table app.clocks add column budget_seconds int;       -- working time promised; what a rep has open is its sum

create table app.absences (         -- leave that was imported or comes from a feed; it adds to what the rep's entry says
    rep text not null,
    source text not null,           -- the file or feed that told us: each time it tells, it replaces what it told before
    first date not null,
    last date not null,
    begins timestamptz,
    ends timestamptz,
    delegate text,
    check (first <= last),
    check ((begins is null) = (ends is null)),
    check (begins < ends)
);
create index absences_rep on app.absences (rep);
create index absences_source on app.absences (source);

create table app.leave_feeds (      -- calendars in which people keep their leave, read again and again
    rep text primary key,
    url text not null,
    delegate text,
    read_at timestamptz,
    error text
);

insert into app.turns (pool, tally) values ('account_team', '{}') on conflict (pool) do nothing;
update app.turns set tally = '{}';  -- turns were counted in weights before, and are counted in parts of a turn now

create index leads_company on app.leads (split_part(person, '@', 2))
    where owner is not null and stage in ('MQL', 'SAL', 'SQL', 'Opportunity');
