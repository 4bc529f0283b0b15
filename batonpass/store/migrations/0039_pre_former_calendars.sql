-- Calendars that a newer version of the playbook names no more: promises that began under them still run on them.

create table app.former_calendars (
    name text primary key,
    body jsonb not null           -- as it was written
);
