-- Who is forgotten is taken out of everything that is about others too, even of what otherwise stands as it was written.

create index sealed_forgotten on app.sealed (number, lead_id) where forgotten;     -- who was forgotten, to be told beside the database

create function app.may_forget() returns boolean
    language sql stable
    return coalesce(current_setting('batonpass.forget', true), '') = 'on';

create or replace function app.a_frozen_pack_stays() returns trigger
    language plpgsql
    as $$
begin
    if old.frozen_at is not null and not app.may_forget()
        and (new.numbers, new.hash, new.frozen_at, new.since) is distinct from (old.numbers, old.hash, old.frozen_at, old.since)
    then
        raise exception 'the pack of % is frozen', old.id using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create or replace function app.stays_as_written() returns trigger
    language plpgsql
    as $$
begin
    if tg_op = 'UPDATE' and app.may_forget() then
        return new;
    end if;
    raise exception 'what was changed, by whom and when stays as it was written';
end
$$;

-- A text without what a person is recognised by; the same length of words would tell something, so it is always the same.
create function app.without(said text, pattern text) returns text
    language sql immutable parallel safe
    return regexp_replace(said, pattern, 'somebody forgotten', 'gi');

-- Take a person out of every text of every table, whatever tables there are; give in how many rows they were named.
-- Facts are changed where they are sealed anew, agreements keep their words, and secrets are nobody's.
create function app.forget_words(pattern text) returns int
    language plpgsql
    as $$
declare
    here record;
    changed int;
    total int := 0;
begin
    for here in
        select c.table_name::text as name,
            string_agg(format('%1$I = %2$s', c.column_name, case
                when c.data_type = 'ARRAY' then format('array(select app.without(x, $1) from unnest(%I) with ordinality u (x, n) order by n)', c.column_name)
                when c.data_type <> 'text' then format('app.without(%I::text, $1)::%s', c.column_name, c.data_type)
                when k.column_name is not null
                    then format('regexp_replace(%I, $1, %L || gen_random_uuid(), %L)', c.column_name, 'forgotten-', 'gi')
                else format('app.without(%I, $1)', c.column_name) end), ', ') as texts,
            string_agg(format('%I::text ~* $1', c.column_name), ' or ') as named
        from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        left join (
            select distinct i.indrelid::regclass as rel, a.attname as column_name from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indisunique
        ) k on k.rel = format('app.%I', c.table_name)::regclass and k.column_name = c.column_name
        where c.table_schema = 'app' and t.table_type = 'BASE TABLE'
            and (c.data_type in ('text', 'json', 'jsonb') or c.data_type = 'ARRAY' and c.udt_name = '_text')
            and c.table_name not in ('facts', 'meetings', 'migrations', 'playbooks', 'settings')
        group by c.table_name order by c.table_name
    loop
        execute format('update app.%I set %s where %s', here.name, here.texts, here.named) using pattern;
        get diagnostics changed = row_count;
        total := total + changed;
    end loop;
    return total;
end
$$;

-- As before, and a lead is told of once, by its id alone: what names the person in somebody else's lead is that one's.
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
            'api_keys', 'changed', 'changes', 'computations', 'directory', 'invites', 'leads', 'meetings', 'migrations', 'names',
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
