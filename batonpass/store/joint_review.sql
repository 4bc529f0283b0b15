-- name: this_month
-- The month it is for every decision, in UTC, and from when on leads are recent.
select to_char(app.now() at time zone 'UTC', 'YYYY-MM') as id, app.now() as at, app.now() - $1::interval as since;

-- name: hold_reviews
-- One who draws a sample at a time.
select pg_advisory_xact_lock(7233616);

-- name: recent_mqls
-- The leads that became MQL since an instant and were not merged away, by their latest such fact, with their kind.
select distinct on (f.lead_id) f.lead_id as lead, f.seq, coalesce(f.body ->> 'band', '') as band,
    coalesce(nullif(l.state::json #>> '{account_fields,segment}', ''), l.state::json #>> '{known,country,value}', '') as segment,
    coalesce(nullif(l.state::json #>> '{source,channel}', ''), nullif(l.state::json #>> '{source,medium}', ''),
        l.state::json #>> '{source,campaign}', '') as source
from app.facts f join app.leads l on l.id = f.lead_id
where f.kind = 'Qualified' and f.kept_at >= $1 and f.body ->> 'stage' = 'MQL' and (f.body ->> 'starts_cycle')::boolean
  and l.merged_into is null
order by f.lead_id, f.seq desc;

-- name: put_review
-- A sample is drawn, once a month.
insert into app.joint_reviews (id, seed, drawn_at, drawn_by, since, qualified, playbook, remind_at)
values ($1, $2, app.now(), $3, $4, $5, (select version from app.playbooks where state = 'active'),
    app.now() + $6::interval);

-- name: put_leads
-- The leads of a sample in the order in which they are shown.
insert into app.joint_leads (review, place, lead_id, seq, stratum)
select $1, place, lead_id, seq, stratum
from unnest($2::int[], $3::text[], $4::int[], $5::text[]) as d (place, lead_id, seq, stratum);

-- name: reviews
-- All samples, the latest first, with how many leads each side has labelled.
select r.id, r.seed, r.drawn_at, r.drawn_by, r.since, r.qualified, r.playbook, r.remind_at, r.reminded, r.in_at,
    (select count(*) from app.joint_leads l where l.review = r.id) as leads,
    (select count(*) from app.joint_labels b where b.review = r.id and side = 'sales') as sales,
    (select count(*) from app.joint_labels b where b.review = r.id and side = 'marketing') as marketing
from app.joint_reviews r where $1::text is null or r.id = $1 order by r.id desc limit 60;

-- name: leads
-- The leads of a sample as they stand now, in the order in which they are shown.
select j.place, j.lead_id, j.seq, j.stratum, l.name, l.company, l.stage, l.owner, l.queue, l.total
from app.joint_leads j join app.leads l on l.id = j.lead_id where j.review = $1 order by j.place;

-- name: labels
-- What has been said of the leads of a sample.
select place, side, label, why, by, name, at from app.joint_labels where review = $1 order by place, side;

-- name: labels_of_all
-- What both sides have said in every sample whose labels are all in.
select b.review, b.place, b.side, b.label from app.joint_labels b join app.joint_reviews r on r.id = b.review
where r.in_at is not null order by b.review, b.place, b.side;

-- name: cases
-- Which disagreements became an example, in which draft.
select place, kind, version, by, at from app.joint_cases where review = $1 order by at, place;

-- name: facts_upto
-- What was known of a lead when it became an MQL.
select kind, playbook, body::text as body from app.facts where lead_id = $1 and seq <= $2 order by seq;

-- name: outcome
-- What sales made of a lead after it became an MQL: the last fact of a kind that says so.
select kind, body ->> 'outcome' as outcome, body ->> 'reason' as reason from app.facts
where lead_id = $1 and seq > $2 and kind in ('Accepted', 'Rejected', 'Disposed') order by seq desc limit 1;

-- name: hold_review
-- A sample held while a label is written into it.
select in_at, (select count(*) from app.joint_leads where review = $1) as leads from app.joint_reviews where id = $1 for update;

-- name: label_of
-- Who of a side has labelled a lead.
select by, name from app.joint_labels where review = $1 and place = $2 and side = $3;

-- name: put_label
-- A side says what it thinks of a lead; who has said so may change it.
insert into app.joint_labels (review, place, side, label, why, by, name, at)
values ($1, $2, $3, $4, $5, $6, $7, app.now())
on conflict (review, place, side) do update set label = excluded.label, why = excluded.why, at = excluded.at;

-- name: all_in
-- The last label is in: from now on everything is shown and nothing changes.
update app.joint_reviews r set in_at = app.now(), remind_at = null
where id = $1 and in_at is null
  and (select count(*) from app.joint_labels where review = $1) = 2 * (select count(*) from app.joint_leads where review = $1)
returning in_at;

-- name: put_case
-- A disagreement became an example in a draft.
insert into app.joint_cases (review, place, kind, version, by, at) values ($1, $2, $3, $4, $5, app.now());

-- name: move_cases
-- The examples drafted before stand in the new draft too.
update app.joint_cases set version = $2 where review = $1 and version = $3;

-- name: due_reminders
-- Samples of which somebody has to hear.
select id from app.joint_reviews where in_at is null and remind_at <= app.now() order by id for update skip locked;

-- name: reminded
-- They have heard; after the third time nobody is asked again.
update app.joint_reviews set reminded = reminded + 1,
    remind_at = case when reminded < 2 then app.now() + $2::interval end
where id = $1;

-- name: people_of_side
-- Who signs in and leads a side.
select email, name from app.users where active and role = $1 order by email;

-- name: notify
-- Somebody is told of it by mail, once a key.
insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at)
values ($1, 'email', $2, $3, $4, $5::text::json, app.now(), app.now()) on conflict (key) do nothing;

-- name: person
-- Somebody who signs in.
select email, name, role, rep from app.users where email = $1 and active;

-- name: role_of
-- As what one of the people signs in.
select role from app.users where rep = $1 and active order by role = 'rep' desc limit 1;
