-- Once a month both sides label the same few leads without seeing more than a stranger would; what they differ on becomes an example.

create table app.joint_reviews (
    id text primary key,                -- the month it was drawn in: 2027-03
    seed bigint not null,               -- the same seed and leads give the same sample again
    drawn_at timestamptz not null,
    drawn_by text not null,
    since timestamptz not null,         -- the leads that became MQL from then on
    qualified int not null,             -- how many these were
    playbook text not null,             -- the version in force that day
    remind_at timestamptz,              -- when who has not labelled hears of it next
    reminded int not null default 0,
    in_at timestamptz                   -- when the last label was in and everything was shown
);

create table app.joint_leads (          -- the sample, in the order in which it is shown: drawn by lot, so that it tells nothing
    review text not null references app.joint_reviews (id) deferrable initially deferred,
    place int not null,
    lead_id text not null,
    seq int not null,                   -- the fact that made it an MQL; nothing after it is shown
    stratum text not null,
    primary key (review, place),
    unique (review, lead_id)
);

create table app.joint_labels (         -- what a side says of a lead: one label a side, by whoever of it came first
    review text not null,
    place int not null,
    side text not null check (side in ('sales', 'marketing')),
    label text not null check (label in ('ready', 'not_ready', 'cannot_tell')),
    why text not null,
    by text not null,
    name text not null,
    at timestamptz not null,
    primary key (review, place, side),
    foreign key (review, place) references app.joint_leads (review, place) deferrable initially deferred
);

create table app.joint_cases (          -- which disagreement became an example or counter-example, in which draft
    review text not null,
    place int not null,
    kind text not null check (kind in ('example', 'counter_example')),
    version text not null,
    by text not null,
    at timestamptz not null,
    primary key (review, place),
    foreign key (review, place) references app.joint_leads (review, place) deferrable initially deferred
);
