-- Who came in a list of the past counts from the day that the list says; the rounds of these leads are worked out anew.

insert into app.changed (leads)
select array_agg(lead_id) from (
    select lead_id, row_number() over () / 200 as part from (
        select distinct lead_id from app.facts
        where kind in ('Captured', 'Observed') and coalesce((body ->> 'historic')::boolean, false)
    ) as those
) as paged
group by part;
