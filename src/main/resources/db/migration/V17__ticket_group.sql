-- The group that the ticket was last seen with: empty where it has none, null where it was not seen yet.
alter table assignment add column ticket_group text;
