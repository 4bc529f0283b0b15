-- Who is known under which other name, what waits until a name is known, and what was looked up about whom.

create table app.aliases (          -- a browser's or another system's id for a person; the latest word on it counts
    alias text primary key,
    person text not null,
    since timestamptz not null
);
create index aliases_person on app.aliases (person);

create table app.unclaimed (        -- events of an id that belongs to nobody yet, kept with consent alone
    id bigint generated always as identity primary key,
    alias text not null,
    door text not null,
    caller text not null,
    idem_key text,
    kind text not null,
    body jsonb not null,
    arrived_at timestamptz not null
);
create index unclaimed_alias on app.unclaimed (alias, id);
create unique index unclaimed_once on app.unclaimed (caller, idem_key) where idem_key is not null;
create index unclaimed_old on app.unclaimed (arrived_at);

create table app.lookups (          -- what a provider of data said about a person or a company, found or not
    provider text not null,
    subject text not null,
    fields jsonb not null,
    cost numeric not null default 0,
    looked_at timestamptz not null,
    primary key (provider, subject)
);
create table app.lookup_costs (     -- what was spent with a provider, a row a day
    provider text not null,
    day date not null,
    count int not null default 0,
    cost numeric not null default 0,
    primary key (provider, day)
);
