-- A batch that meets somebody whom another batch holds can work out ahead what nobody's turn decides, and wait then.

create function app.try_people(locks bigint[], people text[])
returns table (id text, person text, state text, merged_into text, account text)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
    one bigint;
begin
    -- In their order, and no further than to the first that is held: what is waited for later comes after all of these,
    -- so that two batches never wait for each other.
    for one in select k from unnest(locks) as k order by 1 loop
        if not pg_try_advisory_xact_lock(one) then
            return query
            select id, person, state, merged_into, account from app.leads
            where person = any (people)
                or id = any (
                    array(select merged_into from app.leads where person = any (people) and merged_into is not null)
                )
                or id = any (array(select lead_id from app.identities where key = any (people)));
            return query select null, null, null, null, null;
            return;
        end if;
    end loop;
    return query select id, person, state, merged_into, account from app.hold_people(locks, people);
end
$$;

-- A plan is made once a connection, often while the table is still small: it must not read all of it for ever after.
alter function app.hold_people(bigint[], text[]) set enable_seqscan = off;
