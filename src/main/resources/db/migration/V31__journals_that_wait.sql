-- Whether the ticket moved with many others: its journal is read once, when nothing can be committed late any more.
alter table ticket_journal add column waits boolean not null default false;
