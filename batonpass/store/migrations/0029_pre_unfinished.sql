-- Playbooks that somebody is still writing: they may be wrong, and they change until they are kept as a draft.

create table app.unfinished_playbooks (
    id bigint generated always as identity primary key,
    begun_from text not null,             -- the version whose text this began with
    text text not null,
    revision int not null default 1,      -- counts up with each save, so that nobody overwrites what they have not seen
    begun_by text not null,
    saved_by text not null,
    saved_at timestamptz not null
);
