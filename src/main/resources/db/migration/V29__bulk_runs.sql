-- What people ask of many assignments at once. Which ones is fixed when it begins.
create table bulk_run (
  id           uuid        primary key,
  action       jsonb       not null,
  -- What was asked for; null where the assignments were named one by one.
  filter       jsonb,
  asked_by     text        not null,
  -- The paths that its caller is limited to; null for none.
  bounds       text[],
  status       text        not null check (status in ('running', 'ended', 'stopped', 'failed')),
  why          text,
  total        int         not null,
  done         int         not null default 0,
  failed       int         not null default 0,
  skipped      int         not null default 0,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  stopped_by   text,
  -- The replica that is at work holds it until then, under this fence.
  leased_until timestamptz not null,
  fence        bigint      not null default 0
);
create index bulk_run_at_work on bulk_run (leased_until) where status = 'running';

-- Rows refer to runs and assignments without foreign keys: a hundred thousand are written at once, and retention may
-- delete an assignment before its turn.
create table bulk_item (
  run           uuid not null,
  place         int  not null,
  assignment_id uuid not null,
  outcome       text,
  reason        text,
  at            timestamptz,
  primary key (run, place)
);
