-- name: is_empty
-- Whether nothing of ours, nor of anybody else, stands in this database.
select not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'
);

-- name: settings
-- What this server lets a session set; newer programs than it know more.
select name from pg_settings;

-- name: holds
-- What can be counted again after it was put back.
select (select count(*) from app.leads) as leads, (select count(*) from app.facts) as facts,
    (select count(*) from app.clocks where state = 'running') as clocks,
    (select count(*) from app.outbox where state in ('waiting', 'sending')) as messages;

-- name: begin_instant
-- What follows sees one instant.
begin isolation level repeatable read read only;

-- name: name_of_instant
-- By this name another session sees the same instant, as long as this one stays in it.
select pg_export_snapshot();

-- name: hold_back
-- What is put back sends nothing before somebody has looked, not even when whoever puts it back is stopped right after.
do $$ begin
    if to_regclass('app.holds') is not null then
        insert into app.holds (since, began_at, because)
        select coalesce(p.at, (select max(arrived_at) from app.inbox), app.now()), app.now(), 'a backup was put back'
        from app.pulse p on conflict ((true)) where ended_at is null do nothing;
    end if;
end $$;
