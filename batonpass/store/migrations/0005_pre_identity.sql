-- Who is who: leads merged into others, ids in other systems, names of accounts, and the doubts a person settles.

alter table app.leads add column merged_into text;   -- the lead that this one lives on in, at the end of the chain
create index leads_merged on app.leads (merged_into) where merged_into is not null;

create table app.identities (       -- what else a person is recognised by: ids in other systems
    key text primary key,
    lead_id text not null,
    kept_at timestamptz not null
);
create index identities_lead on app.identities (lead_id);

create table app.account_keys (     -- what an account is found by besides its domain: names, words, labels, other domains
    key text not null,
    domain text not null,
    primary key (key, domain)
);
create index account_keys_domain on app.account_keys (domain);

create table app.matches (          -- what looks alike and is not sure enough to be joined without a person
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('account', 'person')),
    lead_id text not null,
    candidate text not null,        -- an account's domain, or another lead's id
    likeness numeric not null check (likeness between 0 and 1),
    reasons text[] not null,
    state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined', 'gone')),
    found_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    unique (kind, lead_id, candidate),
    check (state in ('waiting', 'gone') or decided_by is not null)
);
create index matches_waiting on app.matches (found_at) where state = 'waiting';
create index matches_lead on app.matches (lead_id);

create table app.match_verdicts (   -- what a person decided once about a name or a mail domain holds for all who come after
    key text not null,              -- n:NAME or d:DOMAIN as the lead gave it, folded
    domain text not null,
    same boolean not null,
    decided_at timestamptz not null,
    decided_by text not null,
    primary key (key, domain)
);

create table app.match_cursor (     -- how far the search for look-alikes has gone through what came in
    only_one boolean primary key default true check (only_one),
    inbox_id bigint not null
);
insert into app.match_cursor (inbox_id) values (0);
