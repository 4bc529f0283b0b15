-- name: of_leads
-- What these leads are known by.
select l.id, l.name, l.company, l.person, l.account, a.name as account_name,
    l.state::json #>> '{known,phone,value}' as phone
from app.leads l
left join app.accounts a on a.domain = l.account
where l.id = any ($1::text[]) and l.merged_into is null;

-- name: put_names
-- These leads are found by these words from now on; one that was merged away is found no more.
with gone as (
    delete from app.names where lead = any ($1::text[]) and lead <> all ($2::text[])
)
insert into app.names (lead, words)
select lead, array_to_tsvector(array(select distinct w from regexp_split_to_table(said, ' ') as w where w <> ''))
from unnest($2::text[], $3::text[]) as found (lead, said) join app.leads l on l.id = found.lead
on conflict (lead) do update set words = excluded.words where names.words <> excluded.words;

-- name: find_leads
-- Leads that hold all of these beginnings of words, the latest first, of these owners (null: of everybody) or in a queue.
-- When more than $4 hold them, `many`, these are of so many of them, of the newest leads, and of those in the owners' hands.
with held as materialized (
    select lead from app.names where words @@ $1::text::tsquery limit $4 + 1
), many as materialized (
    select count(*) > $4 as many from held
), near as (
    select lead from held
    union
    select n.lead from (select id from app.leads order by created_at desc limit 3 * $4) as l
    join app.names n on n.lead = l.id
    where (select many from many) and n.words @@ $1::text::tsquery
    union
    select n.lead
    from (
        select id from app.leads
        where owner = any ($2::text[]) and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
        order by next_due_at nulls last limit $4
    ) as l
    join app.names n on n.lead = l.id
    where (select many from many) and n.words @@ $1::text::tsquery
), found as (
    select l.id, l.name, l.company, l.person, l.stage, l.owner, l.queue, l.account, l.next_action, l.changed_at
    from near join app.leads l on l.id = near.lead
    where $2::text[] is null or l.owner = any ($2) or (l.owner is null and l.queue is not null)
    order by l.changed_at desc, l.id
    limit $3
)
select many.many, found.* from many left join found on true order by found.changed_at desc, found.id;

-- name: find_accounts
-- Accounts whose name or domain holds all of these beginnings of words.
select domain, name, owner
from app.accounts
where array_to_tsvector(regexp_split_to_array(lower(name || ' ' || replace(domain, '.', ' ') || ' ' || domain), '\s+'))
    @@ $1::text::tsquery
order by name, domain
limit $2;
