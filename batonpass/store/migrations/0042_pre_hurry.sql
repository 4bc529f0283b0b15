-- A way out that failed works again: what waits on it for its next try, perhaps for a day, is tried out of turn.

alter table app.outbox
    add column hurry boolean not null default false,    -- tried out of turn at again_at, and at due_at if that fails too
    add column again_at timestamptz;                    -- when it was last to be; infinity when the other side named a wait
create index outbox_hurry on app.outbox (again_at) where hurry and state = 'waiting';
create index outbox_failed on app.outbox (channel, recipient) where state = 'waiting' and tries > 0 and not hurry;
