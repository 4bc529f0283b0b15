-- A copy of what conditions read of all leads, column by column, so that a plan need not read every lead again.

create unlogged table app.lead_chunks (     -- some thousand leads as they stood when each was last read
    number bigint generated always as identity primary key,
    database text not null,                 -- where it was made: elsewhere the marks of its rows mean nothing
    shape int not null,                     -- in which form its columns are
    names text[] not null,                  -- the fields that it holds
    first_lead text collate "C" not null,
    last_lead text collate "C" not null,
    leads int not null
);
create unlogged table app.lead_columns (
    chunk bigint not null references app.lead_chunks (number) on delete cascade,
    name text not null,
    body bytea not null,
    primary key (chunk, name)
);
alter table app.lead_columns alter column body set storage external;    -- it is compressed already

-- Whoever deletes a lead, the chunk it lies in goes with it; the others of that chunk are read anew. The lock is that of
-- whoever adds a chunk: what is added meanwhile is either seen here, or looks whether its leads are still there.
create function app.a_lead_is_gone() returns trigger
    language plpgsql
    as $$
begin
    perform pg_advisory_xact_lock(7233637);
    delete from app.lead_chunks c using gone g where g.id collate "C" between c.first_lead and c.last_lead;
    return null;
end
$$;
create trigger a_lead_is_gone after delete on app.leads
    referencing old table as gone
    for each statement
    execute function app.a_lead_is_gone();

-- As before; what lies ready for plans says nothing that a lead itself does not say.
create or replace function app.rows_about(leads text[], pattern text) returns table (place text, body text)
language plpgsql stable
as $$
declare
    here record;
    held text;
begin
    for here in
        select t.table_name::text as name, max(c.column_name) filter (where c.column_name in ('lead_id', 'lead')) as known_by
        from information_schema.tables t
        join information_schema.columns c using (table_schema, table_name)
        where t.table_schema = 'app' and t.table_type = 'BASE TABLE' and t.table_name not in (
            'api_keys', 'changed', 'changes', 'computations', 'directory', 'invites', 'lead_chunks', 'lead_columns',
            'leads', 'meetings', 'migrations', 'names',
            'playbook_history', 'playbook_signatures', 'playbooks', 'round_days', 'round_words', 'sealed', 'seal_keys',
            'seals', 'sessions', 'settings', 'start', 'turns', 'uploads', 'users'
        )
        group by t.table_name order by t.table_name
    loop
        held := case when here.known_by is null then 'r::text ~* $2'
            when here.name = 'inbox' then 'r.lead_id = any ($1) or (r.lead_id is null and r.body::text ~* $2)'
            else format('r.%I = any ($1)', here.known_by) end;
        return query execute format('select %L, to_json(r)::text from app.%I as r where %s', here.name, here.name, held)
            using leads, pattern;
    end loop;
    return query select 'leads', to_json(l)::text from app.leads l where l.id = any (leads);
end
$$;
