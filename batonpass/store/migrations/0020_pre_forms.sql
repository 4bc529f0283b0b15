-- Forms that somebody has laid out here, how far the set-up of an installation has got, and links that let somebody in once.

create table app.forms (            -- one row a form; who changed it, and what stood there before, is in app.changes
    name text primary key,
    body jsonb not null,
    version int not null,
    at timestamptz not null
);

create table app.start (            -- one row a step of the set-up; what is missing has not been looked at
    step text primary key,
    state text not null check (state in ('done', 'skipped')),
    answers jsonb not null default '{}',
    at timestamptz not null,
    by text not null
);

create table app.invites (          -- links that let somebody choose a password, once; only a digest opens nothing
    digest bytea primary key,
    email text not null,            -- empty for the very first administrator, who says it
    name text not null,
    role text not null,
    rep text,
    expires_at timestamptz not null,
    used_at timestamptz
);
