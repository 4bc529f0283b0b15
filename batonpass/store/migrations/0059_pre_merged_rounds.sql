-- A round that was over before its lead was merged stays counted, and one that went on in another lead brings along what had
-- been done in it; the rounds of all leads that were ever merged are worked out anew.

insert into app.changed (leads)
select array_agg(lead_id) from (
    select lead_id, row_number() over () / 200 as part from (
        select distinct lead_id from app.facts where kind in ('Merged', 'MergedAway')
    ) as those
) as paged
group by part;
