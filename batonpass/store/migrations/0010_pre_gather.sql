-- What a batch must hold and read before it decides, in two calls instead of four.
-- Each statement in them sees what was committed before it began: what a lock waited for is read after the wait.
-- Their plans are made once a connection; made anew for each batch they cost more than the reading.

create function app.hold_people(locks bigint[], people text[])
returns table (id text, person text, state text, merged_into text, account text)
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    perform pg_advisory_xact_lock(k) from (select unnest(locks) as k order by 1) as keys;
    return query
    select id, person, state, merged_into, account from app.leads
    where person = any (people)
        or id = any (array(select merged_into from app.leads where person = any (people) and merged_into is not null))
        or id = any (array(select lead_id from app.identities where key = any (people)))
    order by id
    for update;
end
$$;

create function app.look_around(
    hold_turns boolean, callers text[], idem text[], prints bytea[], within interval, known_as text[]
)
returns table (at timestamptz, revision bigint, turns text, keys text, contents text, accounts text)
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    if hold_turns then
        perform from app.turns order by pool for update;
    end if;
    return query
    select
        app.now() as at,
        (select number from app.revision) as revision,
        (select coalesce(jsonb_object_agg(pool, tally), '{}')::text from app.turns) as turns,
        (
            select coalesce(jsonb_agg(jsonb_build_array(caller, idem_key, encode(body_hash, 'hex'), answer)), '[]')::text
            from app.inbox
            where idem_key is not null and (caller, idem_key) in (select unnest(callers), unnest(idem))
        ) as keys,
        (
            select coalesce(jsonb_agg(jsonb_build_array(encode(fingerprint, 'hex'), answer)), '[]')::text
            from app.inbox
            where fingerprint = any (prints) and arrived_at > app.now() - within and state = 'taken'
        ) as contents,
        (
            with found as (
                select domain, body from app.accounts
                where domain = any (known_as)
                    or domain = any (array(select k.domain from app.account_keys k where k.key = any (known_as)))
            )
            select coalesce(jsonb_agg(jsonb_build_array(domain, body)), '[]')::text
            from (
                select * from found
                union all
                select domain, body from app.accounts
                where domain = any (array(select body ->> 'parent' from found where body ? 'parent'))
            ) as known
        ) as accounts;
end
$$;
