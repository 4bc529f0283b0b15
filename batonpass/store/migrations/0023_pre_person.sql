-- Everything that is kept about a person, wherever it stands; a table that comes later is looked through without being named here.

create function app.rows_about(leads text[], pattern text) returns table (place text, body text)
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
            'api_keys', 'changed', 'changes', 'computations', 'directory', 'invites', 'meetings', 'migrations', 'names',
            'playbook_history', 'playbook_signatures', 'playbooks', 'round_days', 'round_words', 'sealed', 'seal_keys',
            'seals', 'sessions', 'settings', 'start', 'turns', 'uploads', 'users'
        )
        group by t.table_name order by t.table_name
    loop
        held := case when here.known_by is null then 'r::text ~* $2'
            when here.name = 'inbox' then 'r.lead_id = any ($1) or (r.lead_id is null and r.body::text ~* $2)'
            when here.name = 'leads' then 'false'
            else format('r.%I = any ($1)', here.known_by) end;
        return query execute format('select %L, to_json(r)::text from app.%I as r where %s', here.name, here.name, held)
            using leads, pattern;
    end loop;
    return query select 'leads', to_json(l)::text from app.leads l where l.id = any (leads);
end
$$;
