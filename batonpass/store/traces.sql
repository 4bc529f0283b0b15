-- name: traces_of
-- By what these leads' people can be recognised in a text: addresses, numbers, ids elsewhere, their names in full.
select distinct trace from (
    select person as trace from app.leads where id = any ($1::text[])
    union all select key from app.identities where lead_id = any ($1::text[])
    union all select name from app.leads where id = any ($1::text[]) and name like '_% _%'
    union all select d.value ->> 'value' from app.leads l,
        lateral json_each(coalesce(l.state::json -> 'known', '{}')) as d
        where l.id = any ($1::text[]) and d.key in ('phone', 'mobile', 'email', 'name') and d.value ->> 'value' like '_____%'
) as found where trace is not null and length(trace) >= 5;

-- name: wipe_labels
-- What both sides said of them in a joint review; that they said it, and how, stays.
update app.joint_labels l set why = '' from app.joint_leads j
where (j.review, j.place) = (l.review, l.place) and j.lead_id = any ($1::text[]);

-- name: wipe_shadow
-- What a draft would have done with them; the counts stay.
update app.shadow set because = '' where lead_id = any ($1::text[]);

-- name: wipe_computed
-- Where long computations name them.
update app.computations set result = regexp_replace(result::text, $1, 'somebody forgotten', 'gi')::json
where result::text ~* $1;

-- name: wipe_messages
-- Where messages about others name them, or address them.
update app.outbox set body = regexp_replace(body::text, $1, 'somebody forgotten', 'gi')::json,
    recipient = regexp_replace(recipient, $1, 'somebody forgotten', 'gi'), error = regexp_replace(error, $1, 'somebody forgotten', 'gi')
where body::text ~* $1 or recipient ~* $1 or error ~* $1;

-- name: wipe_findings
-- Where the auditor named them.
update app.findings set says = regexp_replace(says, $1, 'somebody forgotten', 'gi') where says ~* $1;

-- name: wipe_proposals
-- Where a proposal or the answer to it names them.
update app.proposals set says = regexp_replace(says, $1, 'somebody forgotten', 'gi'),
    answer = regexp_replace(answer, $1, 'somebody forgotten', 'gi'), reasons = regexp_replace(reasons::text, $1, 'somebody forgotten', 'gi')::json
where says ~* $1 or answer ~* $1 or reasons::text ~* $1;

-- name: wipe_verdicts
-- What was decided about a name or address of theirs.
delete from app.match_verdicts where substr(key, 3) ~* ('^(' || $1 || ')$');

-- name: end_rounds
-- Promises that ran count as neither kept nor broken from here on, and the days they stood in are added up anew.
with ended as (
    update app.rounds r set ended_at = coalesce(r.ended_at, app.now()), promises = (
        select coalesce(json_object_agg(p.key, case when p.value ->> 'state' = 'running'
            then (p.value::jsonb || '{"state": "closed"}')::json else p.value end), '{}')
        from json_each(r.promises) as p)
    where r.lead = any ($1::text[]) returning r.arrived_at
)
insert into app.round_stale (day) select distinct (arrived_at at time zone 'utc')::date from ended on conflict do nothing;
