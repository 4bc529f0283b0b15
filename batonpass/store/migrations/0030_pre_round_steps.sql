-- Rounds know when marketing was asked and looked, when a meeting was booked, and when an account executive was asked and took over.

alter table app.rounds
    add column review_asked_at timestamptz,
    add column reviewed_at timestamptz,
    add column booked_at timestamptz,
    add column handed_over_at timestamptz,
    add column taken_over_at timestamptz;

-- The rounds of leads that have been there are worked out anew.
insert into app.changed (leads)
select array_agg(lead_id) from (
    select lead_id, row_number() over () / 200 as part from (
        select distinct lead_id from app.facts where kind in ('ReviewAsked', 'FollowUpEnded', 'HandedOver')
    ) as those
) as paged
group by part;
