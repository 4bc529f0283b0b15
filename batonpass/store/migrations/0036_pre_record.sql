-- What became of somebody's own promises of a first touch is found without reading anybody else's.

create index clocks_answered on app.clocks ((coalesce(breached_owner, owner)), due_at)
    where promise = 'first_touch' and (state <> 'running' or breached_owner is not null);
