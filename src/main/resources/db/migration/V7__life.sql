-- The whole life of a finding leaves one truthful ticket.
alter table assignment
  -- What becomes of the ticket as its finding lives on, as the rule said when it made the assignment; null: the default.
  add column policy         jsonb,
  -- Whom the rule named, so that another owner of the finding is told from what people changed since.
  add column ordered_owner  text,
  -- Who ended the work, and when: a return of the finding asks for it.
  add column ended_by       text check (ended_by in ('ropeway', 'person', 'gone')),
  add column ended_at       timestamptz,
  -- The assignment whose ended ticket this one's continues.
  add column follows        uuid,
  -- Work notes that the ticket is still to get, oldest first.
  add column pending_notes  text[] not null default '{}',
  -- A finding that flaps is left alone until then.
  add column damped_until   timestamptz,
  -- More than the rule may open in a day: held back since then, by a limit of so many.
  add column held_since     timestamptz,
  add column held_limit     int;
alter table assignment drop constraint assignment_goal_check;
alter table assignment add constraint assignment_goal_check check (goal in ('open', 'reopened', 'resolved', 'canceled'));
create index assignment_held on assignment (rule, id) where held_since is not null;

alter table recommendation
  -- The finding that stands for all of its group and has their ticket.
  add column group_key     bytea,
  -- How often it healed or came back within a day of the first of these turns.
  add column turns         int not null default 0,
  add column turning_since timestamptz;
create index recommendation_group on recommendation (group_key, state) where group_key is not null;

-- How many tickets a rule opened on a day (UTC), held ones not counted.
create table rule_day (
  rule   text not null,
  day    date not null,
  opened int  not null,
  primary key (rule, day)
);
