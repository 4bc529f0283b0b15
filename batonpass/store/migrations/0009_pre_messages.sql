-- Messages know the other ways to the same person, what proves that they came, and who has heard enough for this minute.

alter table app.outbox add column chain text;               -- the same news on its other ways: one that arrives withdraws the rest
alter table app.outbox add column digest boolean not null default false;    -- too many at once: goes with the others in one
alter table app.outbox add column proof text;               -- what the other side said when it took it
create index outbox_chain on app.outbox (chain) where chain is not null;
create index outbox_together on app.outbox (channel, recipient) where state = 'waiting' and (digest or tries > 0);
create index outbox_told on app.outbox (recipient, created_at desc) where effect = 'TellRep';

create table app.pace (             -- how many single messages a person got on a channel since an instant
    channel text not null,
    recipient text not null,
    since timestamptz not null,
    singles int not null,
    granted int not null,           -- how many of them the last claim was given
    primary key (channel, recipient)
) with (fillfactor = 50);
