-- The people of an account are found at once, for playbooks that count how many of them were active.

create index leads_account on app.leads (account) where account is not null;
