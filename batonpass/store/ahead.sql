-- name: mark
-- Where to go back to, when what is written ahead does not come true.
savepoint begun;

-- name: forget
-- What was written ahead, and all that came after it in this transaction, did not happen.
rollback to savepoint begun;

-- name: write_facts
-- What is true of leads by now; each column is one text that begins with a null, as for the writing of a batch.
insert into app.facts (lead_id, seq, kind, at, kept_at, playbook, body)
select lead_id, seq, kind, at, $6, $7, body::json
from (
    select unnest(app.apart($1)) as lead_id, unnest(app.apart($2)::int[]) as seq, unnest(app.apart($3)) as kind,
        unnest(app.apart($4)::timestamptz[]) as at, unnest(app.apart($5)) as body
) as f
where lead_id is not null;
