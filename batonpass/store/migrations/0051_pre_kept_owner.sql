-- A promise that was kept by giving the lead back was kept by whoever gave it back; rounds that changed hands tell whose it was,
-- and those that marketing sent back that they are over.

update app.clocks c set owner = f.body ->> 'by'
from app.facts f
where f.kind = 'Rejected' and f.lead_id = c.lead_id and f.at = c.ended_at and c.state = 'met' and c.owner is null;

insert into app.changed (leads)
select array_agg(lead) from (
    select lead, row_number() over () / 200 as part from (
        select lead from app.rounds where first_owner <> '' and (first_owner <> owner or rejected_at is not null)
        union
        select lead_id from app.facts where kind = 'SentBack'
    ) as those
) as paged
group by part;
