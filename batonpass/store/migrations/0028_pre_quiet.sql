-- What waited until somebody was no longer to be left in peace goes in one message.

create index outbox_waited on app.outbox (channel, recipient)
    where state = 'waiting' and effect = 'TellRep' and due_at - created_at > interval '5 minutes';
