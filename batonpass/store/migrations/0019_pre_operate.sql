-- Lists that were brought over a page or the API, kept until all their rows are in; and what is worked out about them.

create table app.uploads (
    id text primary key,
    file_name text not null,
    size int not null,
    file_hash bytea not null,
    body bytea,                     -- the file, until every row of it was gone through, or somebody asked for it to go
    sent_by text not null,
    sent_at timestamptz not null,
    said json not null,             -- what a person decided: columns, mode, form, encoding
    seen json not null,             -- what the columns were taken for, and the first rows
    mapping text not null,          -- the decisions as they will be carried out
    import_id text not null,        -- of app.imports, once it was begun
    rehearsal text,                 -- of app.computations: the dry run
    work text                       -- of app.computations: the import itself
);
create index uploads_of on app.uploads (import_id, sent_at desc);
create index imports_latest on app.imports (started_at desc, id);

alter table app.computations drop constraint computations_what_check;
alter table app.computations add constraint computations_what_check
    check (what in ('backtest', 'calibration', 'simulation', 'rehearsal', 'import'));
