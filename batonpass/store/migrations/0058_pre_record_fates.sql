-- What a CRM says became of its records of people: one id leads to another, or to nobody any more.

-- An id as people are known by it: of Salesforce's the first fifteen letters say all, however it was told.
create function app.plain_id(system_asked text, record_asked text) returns text
language sql immutable
begin atomic
    select case when system_asked = 'salesforce' then left(record_asked, 15) else record_asked end;
end;

create table app.record_fates (
    number bigint generated always as identity,     -- as they were told
    system text not null,
    record text not null,
    plain text not null,            -- the same id as people are known by it
    fate text not null check (fate in ('merged', 'deleted', 'forgotten', 'lost')),
    into_record text not null default '',   -- under which id it lies now, once it was merged
    told_at timestamptz not null,
    done_at timestamptz,
    says text not null default '',
    primary key (system, plain, fate)
);
create index record_fates_open on app.record_fates (told_at) where done_at is null;

-- Which lead lives on of a record: by the ids that people are known by, else by those we keep alike.
create function app.lead_of_record(system_asked text, record_asked text) returns text
language sql stable
begin atomic
    select coalesce(l.merged_into, l.id)
    from (
        select i.lead_id from app.identities i
        where i.key = 'id:' || system_asked || ':' || app.plain_id(system_asked, record_asked)
        union all
        select r.lead_id from app.crm_records r where r.system = system_asked and r.record = record_asked
        limit 1
    ) as known
    join app.leads l on l.id = known.lead_id;
end;
