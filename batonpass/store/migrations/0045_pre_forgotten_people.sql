-- Whoever asked to be forgotten, or objected before their time was over, leaves a mark that names nobody: with it a list
-- or a late event that still knows them is told from themselves when they come back.

create table app.forgotten_people (
    mark bytea primary key,
    at timestamptz not null
);

create function app.mark_of(person text) returns bytea
language sql stable
as $$
    select sha256(convert_to((select value from app.settings where name = 'forgotten_people') || person, 'UTF8'))
$$;
