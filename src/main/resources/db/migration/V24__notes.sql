-- What people say on tickets, and what Ropeway is to say there. A month of it is one table, so that old ones go as a
-- whole; rows refer to assignments without a foreign key, whose removal would lock the assignments too.
create table note (
  assignment_id uuid        not null,
  -- The sys_id of the journal's row, or one of ours until it was written.
  id            uuid        not null,
  at            timestamptz not null,
  kind          text        not null,
  origin        text        not null,
  author        text        not null,
  email         text,
  text          text        not null,
  digest        bytea       not null,
  -- Of one that a caller posted: waiting, written or refused, and why.
  state         text,
  detail        text,
  -- Where it stands in the journal.
  entry         uuid,
  primary key (assignment_id, id, at)
) partition by range (at);
create index note_said on note (assignment_id, digest);
create table note_other partition of note default;

-- How far the journal of each ticket was read, and when it is to be read next.
create table ticket_journal (
  integration   text        not null,
  ticket_sys_id text        not null,
  assignment_id uuid        not null references assignment (id) on delete cascade,
  updated_on    timestamptz not null,
  mod_count     int         not null,
  -- Everything older was read; null before the first time.
  read_from     timestamptz,
  -- The last entry of a reading that did not reach its end.
  place         text,
  due_at        timestamptz,
  -- Whether it was read once since the ticket moved: what was committed late is still to come.
  settling      boolean     not null default false,
  hidden        boolean     not null default false,
  primary key (integration, ticket_sys_id)
);
create index ticket_journal_due on ticket_journal (integration, due_at) where due_at is not null;
create index ticket_journal_assignment on ticket_journal (assignment_id);

-- What callers posted and no ticket has yet.
create table note_to_send (
  id            uuid        primary key,
  assignment_id uuid        not null references assignment (id) on delete cascade,
  kind          text        not null,
  text          text        not null,
  -- When it was last sent without a known end.
  tried_at      timestamptz
);
create index note_to_send_assignment on note_to_send (assignment_id, id);

-- What Ropeway wrote of itself, to be known again.
create table note_sent (
  assignment_id uuid  not null references assignment (id) on delete cascade,
  digest        bytea not null,
  primary key (assignment_id, digest)
);

alter table assignment add column notes_waiting int not null default 0;
alter table timeline add column note_id uuid;
alter table idempotency add column note_id uuid;
