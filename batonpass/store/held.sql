-- name: loads
-- How many leads each rep holds that wait for their first touch; a decision asks it only when a pool has caps.
select owner, count(*) as held from app.clocks
where state = 'running' and promise = 'first_touch' and owner is not null group by owner;

-- name: minutes
-- The promised working minutes each rep has open; asked only when a pool shares by load.
select owner, (sum(budget_seconds) / 60)::int as minutes from app.clocks
where state = 'running' and owner is not null and promise = 'first_touch' group by owner;

-- name: colleagues
-- Who works the open leads of these companies, who began last first. Asked only when a rung keeps to it.
select split_part(person, '@', 2) as domain, owner from app.leads
where split_part(person, '@', 2) = any ($1::text[]) and owner is not null
    and stage in ('MQL', 'SAL', 'SQL', 'Opportunity')
group by 1, 2
order by 1, max(changed_at) desc, min(id);
