-- What other systems told us lately, a line each; what came through other doors costs nothing more.

create index inbox_hooks on app.inbox (door, arrived_at desc) where door like 'hooks/%';
