-- Leads are found by what somebody remembers of them: a piece of the name, the company, the address, the number.

create table app.names (            -- the words a lead is found by; kept with its rounds, beside the handoff itself
    lead text primary key references app.leads (id) on delete cascade,
    words tsvector not null
);
create index names_words on app.names using gin (words);
