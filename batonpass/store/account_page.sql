-- name: in_work
-- The accounts with leads in work of these owners (null: of everybody), the most pressing first.
select l.account as domain, coalesce(max(a.name), max(l.company), '') as name, max(a.owner) as owner,
    coalesce(bool_or((a.body ->> 'target')::boolean), false) as target, count(*) as people,
    coalesce(array_agg(distinct l.owner) filter (where l.owner is not null), '{}') as owners,
    max(l.changed_at) as changed_at, min(l.next_due_at) as next_due_at
from app.leads l
left join app.accounts a on a.domain = l.account
where l.account is not null and (
    (l.owner is not null and l.stage in ('MQL', 'SAL', 'SQL', 'Opportunity') and ($1::text[] is null or l.owner = any ($1)))
    or (l.queue is not null and l.owner is null and l.stage in ('MQL', 'SAL', 'SQL', 'Opportunity'))
)
group by l.account
order by min(l.next_due_at) nulls last, l.account
limit $2;

-- name: people
-- The people of an account, those in work first, then the latest.
select state::text as state, next_action, next_due_at
from app.leads
where account = $1 and merged_into is null
order by (stage in ('MQL', 'SAL', 'SQL', 'Opportunity')) desc, changed_at desc, id
limit $2;

-- name: related
-- The accounts that belong to this one.
select domain, name from app.accounts where body ->> 'parent' = $1 order by name;
