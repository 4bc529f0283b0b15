-- Rounds know in which currency their amount is; those that have one are worked out anew. Code from before leaves it out.

alter table app.rounds add column currency text default '';

insert into app.changed (leads)
select array_agg(lead) from (
    select lead, row_number() over () / 200 as part from (
        select distinct lead from app.rounds where amount is not null
    ) as those
) as paged
group by part;
