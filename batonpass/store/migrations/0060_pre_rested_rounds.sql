-- A round that begins because a rest is over comes in when the rest ends; the rounds of leads that have rested are worked out anew.

insert into app.changed (leads)
select array_agg(lead_id) from (
    select lead_id, row_number() over () / 200 as part from (
        select distinct lead_id from app.clocks where promise = 'rest' and state <> 'running'
    ) as those
) as paged
group by part;
