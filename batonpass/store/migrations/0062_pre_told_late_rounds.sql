-- Rounds know how late their first touch was told; those with such a touch are worked out anew. Code from before leaves it out.

alter table app.rounds add column told_late integer default 0;

insert into app.changed (leads)
select array_agg(lead_id) from (
    select lead_id, row_number() over () / 200 as part from (
        select distinct lead_id from app.facts where kind = 'Touched' and (body ->> 'kept_late_seconds')::int > 0
    ) as those
) as paged
group by part;
