-- name: warned
-- Whom word that a promise to these leads was broken has reached, or may be reaching just now, since it began.
select o.lead_id, array_agg(distinct o.body ->> 'rep' order by o.body ->> 'rep') as reps
from app.outbox o
where o.lead_id = any ($1::text[]) and o.kind = 'breach' and o.effect = 'TellRep' and o.state in ('sent', 'sending')
    and o.created_at >= (
        select max(c.started_at) from app.clocks c where c.lead_id = o.lead_id and c.promise = 'first_touch'
    )
group by o.lead_id;
