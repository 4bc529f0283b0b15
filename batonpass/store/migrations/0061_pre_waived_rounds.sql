-- Rounds count how often a promise was allowed to move later. Code from before leaves it out.

alter table app.rounds add column waived smallint default 0;
