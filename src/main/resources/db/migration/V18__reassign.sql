-- Whom a person wants a ticket to be handed to, until delivery has written it or found that somebody else was faster.
alter table assignment add column reassignment jsonb;

-- Whether a run hands tickets over too.
alter table rule_run add column owners boolean not null default false;
