-- name: recall
-- What a provider said about a subject, if that is no older than the playbook keeps it.
select fields::text as fields, looked_at from app.lookups
where provider = $1 and subject = $2 and looked_at > app.now() - $3::interval;

-- name: remember
-- What a provider says about a subject now, found or not.
insert into app.lookups (provider, subject, fields, cost, looked_at)
values ($1, $2, $3::text::jsonb, $4, app.now())
on conflict (provider, subject) do update set
    fields = excluded.fields, cost = excluded.cost, looked_at = excluded.looked_at
returning fields::text as fields, looked_at;

-- name: one_at_a_time
-- Whoever counts money counts alone; the lock ends with the transaction.
select pg_advisory_xact_lock(hashtext('batonpass look-ups'));

-- name: spend
-- One more question is paid for, unless that would be more than may be spent in a day or a month (null: no bound).
with spent as (
    select
        coalesce(sum(cost) filter (where day = app.now()::date), 0) as today,
        coalesce(sum(cost) filter (where day >= date_trunc('month', app.now())::date), 0) as this_month
    from app.lookup_costs
)
insert into app.lookup_costs (provider, day, count, cost)
select $1, app.now()::date, 1, $2 from spent
where ($3::numeric is null or today + $2 <= $3) and ($4::numeric is null or this_month + $2 <= $4)
on conflict (provider, day) do update set
    count = lookup_costs.count + 1, cost = lookup_costs.cost + excluded.cost
returning count;
