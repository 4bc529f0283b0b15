-- Which language a person reads our pages and mails in; null as long as they have not chosen: what their browser asks for.

alter table app.users add column language text;
