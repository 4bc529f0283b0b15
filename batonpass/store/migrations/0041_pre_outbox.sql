-- What waits to be looked up elsewhere is found without reading every message that waits beside it.

create index outbox_out on app.outbox ((channel = 'look_up'), due_at) where state = 'waiting';
drop index app.outbox_waiting;

-- A lead's rounds tell when somebody heard that it is theirs; no reminder changes them.

drop trigger a_message_left on app.outbox;
create trigger a_message_left after update of sent_at on app.outbox
    for each row
    when (new.sent_at is distinct from old.sent_at and new.lead_id is not null and new.effect = 'TellRep'
        and new.kind in ('assigned', 'reassigned', 'queued'))
    execute function app.a_message_left();
