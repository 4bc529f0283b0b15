-- Which leads wait for marketing to look at them, and which were answered lately.

create index clocks_review on app.clocks (due_at) where promise = 'review' and state = 'running';
create index clocks_reviewed on app.clocks (ended_at) where promise = 'review' and state <> 'running';
