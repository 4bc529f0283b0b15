-- A step of a deal that the CRM told too early waits until its lead may take it, and says what became of it.

create table app.deal_steps (
    id bigint generated always as identity primary key,
    lead_id text not null,
    deal_id text not null,
    key text not null,
    kind text not null,
    body jsonb not null,
    told_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'taken', 'refused')),
    done_at timestamptz,
    says text not null
);
create unique index deal_steps_once on app.deal_steps (deal_id, key) where state = 'waiting';
create index deal_steps_lead on app.deal_steps (lead_id);
create index deal_steps_done on app.deal_steps (done_at) where state <> 'waiting';
