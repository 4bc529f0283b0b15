-- Facts stand for ever and are sealed in the order they were kept; an auditor of our own notes what breaks a promise.

create index facts_kept on app.facts using brin (kept_at) with (autosummarize = on);

-- What was kept is neither changed nor taken away, but where somebody has the right to be forgotten.
create function app.facts_stand() returns trigger
    language plpgsql
    as $$
begin
    if current_setting('batonpass.forget', true) is distinct from 'on' then
        raise exception 'facts are kept for ever: nothing changes or removes one' using errcode = 'check_violation';
    end if;
    return coalesce(new, old);
end
$$;
create trigger facts_stand before update or delete on app.facts for each row execute function app.facts_stand();

create table app.seal_keys (        -- one secret a lead: without it the digests of its facts tell nothing about anybody
    lead_id text primary key,
    salt bytea not null,
    sealed int not null             -- the last of its facts that is under a seal
);
create table app.seals (            -- each holds the one before it: to change a fact is to change every seal since
    number bigint primary key,
    at timestamptz not null,
    facts int not null,
    seal bytea not null
);
create table app.sealed (           -- which facts a seal holds: 32 bytes of digest each, in their order
    lead_id text not null,
    first int not null,
    last int not null,
    number bigint not null,
    forgotten boolean not null default false,   -- the person had the right: digests are gone with what they stood for
    digests bytea not null,
    primary key (number, lead_id, first),
    check (first <= last)
);
create index sealed_lead on app.sealed (lead_id, first);
insert into app.seals (number, at, facts, seal) values (0, clock_timestamp(), 0, sha256('batonpass'));

create table app.watch (            -- when the auditor looked last, in the real world: whoever is first looks for all
    only_one boolean primary key default true check (only_one),
    looked_at timestamptz not null,
    whole_at timestamptz not null   -- when everything was looked through, not only what can be seen at once
);
insert into app.watch (looked_at, whole_at) values ('epoch', 'epoch');

create table app.findings (         -- what the auditor found against a promise, until it is no longer so
    what text not null,
    subject text not null,
    says text not null,
    found_at timestamptz not null,
    looks int not null default 1,   -- how often it has been seen: what passes by itself is no alarm
    gone_at timestamptz,
    primary key (what, subject)
);
create index findings_open on app.findings (what) where gone_at is null;
