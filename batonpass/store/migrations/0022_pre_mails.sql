-- Mails we were sent a copy of: each counts once, and one that comes back counts no more.

create table app.mails (            -- one row a mail or meeting, by the digest of its id; nothing of its text, nobody's address
    id text primary key,
    became text not null,
    by text not null default '',    -- the rep whose touch it was
    at timestamptz,                 -- when that touch was made
    lead_ids text[] not null default '{}',
    because text not null default '',
    kept_at timestamptz not null
);
create index mails_kept on app.mails (kept_at);
