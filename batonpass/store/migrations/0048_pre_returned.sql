-- Rounds know when an account executive first gave the lead back; those that have been there are worked out anew, and so
-- are those in which a decision was taken back.

alter table app.rounds add column returned_at timestamptz;

insert into app.changed (leads)
select array_agg(lead_id) from (
    select lead_id, row_number() over () / 200 as part from (
        select distinct lead_id from app.facts where kind in ('Returned', 'Undone')
    ) as those
) as paged
group by part;
