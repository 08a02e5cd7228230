-- Who is told of what becomes of assignments, as the configuration has it, and how it stands with them.
create table feed_target (
  name         text        primary key,
  types        text[]      not null,
  -- One replica tells at a time, so that the changes of an assignment stay in order.
  holder       text,
  -- Long past when no replica has it in its configuration any more.
  held_until   timestamptz not null,
  failures     int         not null default 0,
  paused_until timestamptz
);

-- What each is still to be told; gone once it was.
create table feed_event (
  target        text        not null references feed_target (name) on delete cascade,
  -- That of the line in the timeline: changes of one assignment are told in this order.
  id            bigint      not null,
  assignment_id uuid        not null,
  at            timestamptz not null,
  body          jsonb       not null,
  attempts      int         not null default 0,
  next_at       timestamptz not null,
  primary key (target, assignment_id, id)
);
create index feed_event_due on feed_event (target, next_at, id);
create index feed_event_age on feed_event (target, at);
