-- What people attached to tickets: names, sizes and hashes, never the files.
create table attachment (
  integration   text        not null,
  sys_id        text        not null,
  assignment_id uuid        not null references assignment (id) on delete cascade,
  name          text        not null,
  size          bigint,
  content_type  text,
  sha256        text,
  author        text        not null,
  at            timestamptz not null,
  -- The reading that saw it last: what the whole list of a ticket lacks is deleted.
  reading       uuid        not null,
  primary key (integration, sys_id)
);
create index attachment_newest on attachment (assignment_id, at);

-- Which tickets' attachments are to be listed, and when; a reading puts it off while it is under way.
create table attachment_list (
  integration   text        not null,
  ticket_sys_id text        not null,
  assignment_id uuid        not null references assignment (id) on delete cascade,
  updated_on    timestamptz,
  mod_count     int,
  due_at        timestamptz,
  hidden        boolean     not null default false,
  primary key (integration, ticket_sys_id)
);
create index attachment_list_due on attachment_list (integration, due_at) where due_at is not null;
create index attachment_list_assignment on attachment_list (assignment_id);

-- What callers send to be attached to tickets. The bytes go as soon as the ticket has them, or never takes them.
create table evidence (
  id            uuid        primary key,
  assignment_id uuid        not null references assignment (id) on delete cascade,
  at            timestamptz not null,
  author        text        not null,
  name          text        not null,
  content_type  text        not null,
  size          int         not null,
  sha256        text        not null,
  bytes         bytea,
  -- waiting, attached or refused, and why.
  state         text        not null,
  detail        text,
  -- The sys_id of the attachment.
  attachment    text,
  -- When it was last sent without a known end.
  tried_at      timestamptz,
  -- How often the instance stored something else.
  mismatches    int         not null default 0
);
create index evidence_assignment on evidence (assignment_id, id);
create index evidence_waiting on evidence (assignment_id, id) include (size) where state = 'waiting';

alter table assignment add column evidence_waiting int not null default 0;
alter table idempotency add column evidence_id uuid;
