-- Rules that are made over REST; those from configuration have no row.
create table rule (
  name       text        primary key,
  -- Grows with every change, and never starts again from 1 for a name that is used anew.
  version    bigint      not null,
  settings   jsonb       not null,
  created_by text        not null,
  created_at timestamptz not null,
  updated_by text        not null,
  updated_at timestamptz not null
);
create sequence rule_version;

-- The last time that a rule was applied to what was here already (B48).
create table rule_run (
  rule         text        primary key,
  overrides    boolean     not null,
  status       text        not null check (status in ('running', 'succeeded', 'failed', 'canceled')),
  why          text,
  seen         bigint      not null default 0,
  assigned     bigint      not null default 0,
  updated      bigint      not null default 0,
  asked_by     text        not null,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  -- How far it is: findings up to this key are done.
  done         bytea       not null default '',
  -- The replica that is at work holds it until then, under this fence.
  leased_until timestamptz not null,
  fence        bigint      not null default 0
);

-- Whether what a rule names is still heard of (B88). Cut: an index takes no entry of any length.
create index recommendation_assessment on recommendation (left(lower(document ->> 'assessmentKey'), 200))
  where document ->> 'assessmentKey' is not null;
create index recommendation_title on recommendation (left(lower(document ->> 'title'), 200));
