-- Facts, messages and the folded lead are kept as the very text that was written.
-- Parsing and packing them as jsonb took half of a lead's time in the database, and nothing asks for a key inside them;
-- who does may cast. Text also stays word for word, as a seal over it needs. The lead's state lies beside the row,
-- unpacked, so that lists read narrow rows.

alter table app.facts alter column body type json using body::text::json;
alter table app.outbox alter column body type json using body::text::json;
alter table app.leads alter column state type text using state::text;
alter table app.leads alter column state set storage external;

-- A column of values that travelled as one text: 1f stands between two of them, 1e is a null.
create function app.apart(joined text) returns text[]
language sql immutable parallel safe
return string_to_array(joined, e'\x1f', e'\x1e');
