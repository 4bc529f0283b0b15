-- A lead is found by the id that a CRM knows its deal by.

create table app.deals (
    deal_id text primary key,
    lead_id text not null,
    kept_at timestamptz not null
);
create index deals_lead on app.deals (lead_id);
