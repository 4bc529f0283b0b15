-- name: left
-- When each of these people was switched off last; nobody who has not been.
select name, max(at) as at
from app.changes
where kind = 'rep' and name = any ($1::text[]) and after ->> 'active' = 'false'
    and before ->> 'active' is distinct from 'false'
group by name;
