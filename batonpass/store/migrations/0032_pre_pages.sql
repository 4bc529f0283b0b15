-- What pages ask for by the newest message, and by the mail domain of a person, is found without reading everything.

create index outbox_created on app.outbox (created_at);
create index leads_domain on app.leads (split_part(person, '@', 2)) where stage <> 'Merged';
