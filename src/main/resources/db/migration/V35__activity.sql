-- What people do on an instance, as its logs have it. A day is a partition, made when its first row is read and dropped
-- as a whole: nothing is kept longer than 30 days (docs/decisions/0057).
create table activity (
  integration text        not null,
  at          timestamptz not null,
  -- Made of what the row says: a row that rotation doubled has the same.
  id          text        not null,
  stream      text        not null,
  action      text        not null,
  failed      boolean     not null,
  -- Who did it, and to whom, by their user names.
  actor       text,
  target      text,
  address     text,
  -- Whether it was Ropeway's own integration user.
  own         boolean     not null,
  -- The table and the row that it was read from.
  source      text        not null,
  record      text        not null,
  detail      jsonb       not null,
  primary key (integration, at, id)
) partition by range (at);

-- Lists are newest first: with each of these a page is read in its order.
create index activity_newest on activity (at, integration, id);
create index activity_actor on activity (lower(actor), at);
create index activity_target on activity (lower(target), at);
create index activity_action on activity (action, at);
create index activity_stream on activity (stream, at);
create index activity_address on activity (address, at) where address is not null;

-- How far the reading of a table is. A place moves in the transaction that stores what was read before it.
create table activity_cursor (
  integration  text        not null,
  source       text        not null,
  instance     text        not null,
  -- What of the table is read; where that changes, the last seven days are read again.
  scope        text        not null,
  -- Everything before that is read.
  complete_to  timestamptz not null,
  -- The end of the window that is being read, and the last row of it that was; null at its beginning.
  window_to    timestamptz,
  place_on     timestamptz,
  place_id     text,
  -- How long the next window is.
  width        bigint      not null,
  -- Whether a row was ever seen: where none was, hidden rows mean that the role is missing.
  seen         boolean     not null default false,
  -- When everything up to the present was read.
  polled_at    timestamptz,
  failure      text,
  primary key (integration, source)
);

-- Activities that the rules are still to see, where a rule asks for them at all.
create table activity_pending (
  integration text        not null,
  at          timestamptz not null,
  id          text        not null,
  primary key (integration, at, id)
);

-- Series of failed logins of one user that were long enough for an alarm.
create table activity_alarm (
  integration text        not null,
  -- In lower case.
  actor       text        not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  logins      int         not null,
  address     text,
  -- Whether the rules are still to see it.
  pending     boolean     not null,
  primary key (integration, actor, first_at)
);
create index activity_alarm_pending on activity_alarm (integration) where pending;
create index activity_alarm_age on activity_alarm (last_at);

-- Who has which role, as it was listed last.
create table privilege (
  integration text        not null,
  -- Of the row of sys_user_has_role or sys_group_has_role.
  sys_id      text        not null,
  holder      text        not null,
  holder_id   text,
  name        text,
  full_name   text,
  role        text        not null,
  inherited   boolean     not null,
  active      boolean     not null,
  since       timestamptz,
  last_login  timestamptz,
  -- When the listing began that saw it last.
  listed_at   timestamptz not null,
  primary key (integration, sys_id)
);
create index privilege_name on privilege (lower(name));
create index privilege_role on privilege (lower(role));

-- How far the listing of an instance is.
create table privilege_listing (
  integration text        primary key,
  instance    text        not null,
  began_at    timestamptz not null,
  source      text        not null,
  place_id    text        not null,
  finished_at timestamptz,
  failure     text
);
