-- Changes that the figures ask for, with the leads that ask; who was told of it; and long computations with their results.

create table app.proposals (
    id bigint generated always as identity primary key,
    about text not null check (about in ('rejections', 'calibration', 'mix')),
    kind text not null,             -- of segment: source, campaign, region, …; `all` for all leads
    segment text not null,
    opened_at timestamptz not null,
    says text not null,             -- what was found, in a sentence
    hits int not null,
    of int not null,
    low double precision not null,
    high double precision not null,
    wire double precision not null,
    since timestamptz not null,     -- from when on leads were looked at
    playbook text not null,         -- the version that was in force
    reasons json not null default '[]',
    leads json not null default '[]',   -- which leads: {lead, round, rep, reason}
    state text not null default 'open' check (state in ('open', 'answered', 'closed')),
    answered_at timestamptz,
    answered_by text not null default '',
    answer text not null default '',
    version text,                   -- the draft that answers it
    closed_at timestamptz,
    closed_because text not null default ''
);
create unique index proposals_one_open on app.proposals (about, kind, segment) where state <> 'closed';
create index proposals_waiting on app.proposals (version) where state = 'answered';

create table app.computations (
    id text primary key,
    what text not null check (what in ('backtest', 'calibration', 'simulation')),
    asked json not null,
    asked_by text not null,
    asked_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
    claim uuid,
    lease_until timestamptz,
    tries int not null default 0,
    ended_at timestamptz,
    result json,
    says text not null default ''   -- why it failed
);
create index computations_waiting on app.computations (asked_at) where state in ('waiting', 'running');
create index computations_latest on app.computations (what, asked_at);
