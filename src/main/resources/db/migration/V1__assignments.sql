-- The latest known state of each finding. Ids reach 1000 characters (B70), so their digest is the key.
create table recommendation (
  key              bytea       primary key,
  id               text        not null,
  state            text        not null,
  state_changed_at timestamptz not null,
  occurred_at      timestamptz not null,
  fingerprint      bytea       not null,
  matched          boolean     not null,
  document         jsonb       not null,
  raw              text,
  created_at       timestamptz not null,
  updated_at       timestamptz not null
);
create index recommendation_unmatched on recommendation (updated_at desc, key) where not matched;

create table assignment (
  id                 uuid        primary key,
  recommendation_key bytea       not null references recommendation (key),
  status             text        not null check (status in ('pending', 'open', 'parked', 'closed', 'withdrawn')),
  integration        text        not null,
  ticket_type        text        not null,
  rule               text,
  severity           text        not null,
  terms              jsonb       not null,
  assigned_to        text,
  due_at             timestamptz,
  goal               text        not null default 'open' check (goal in ('open', 'resolved', 'canceled')),
  close_reason       text,

  -- Delivery. A claim moves next_delivery_at to the end of its lease; null means nothing to deliver.
  revision           bigint      not null default 1,
  delivered_revision bigint      not null default 0,
  next_delivery_at   timestamptz,
  fence              bigint      not null default 0,
  -- Set before a create is sent, cleared when its end is known: until then a ticket may still appear.
  unsettled_until    timestamptz,
  attempts           int         not null default 0,
  -- What we sent last and what the instance made of it: the base of the three-way comparison.
  sent               jsonb,
  echoed             jsonb,
  -- What an update was about to write when we last heard of it; null once its end is known.
  tried              jsonb,
  failure_reason     text,
  failure_detail     text,
  failure_advice     text,
  failed_at          timestamptz,

  -- What ServiceNow showed last.
  ticket_table       text,
  ticket_sys_id      text,
  ticket_number      text,
  ticket_state       text,
  ticket_state_label text,
  ticket_owner       text,
  ticket_updated_at  timestamptz,
  ticket_mod_count   int,

  created_at         timestamptz not null,
  updated_at         timestamptz not null
-- Room on each page, so that what a poll changes is written beside the old row and no index is touched.
) with (fillfactor = 60);
create unique index assignment_one_live on assignment (recommendation_key, integration)
  where status in ('pending', 'open', 'parked');
create index assignment_recommendation on assignment (recommendation_key);
create index assignment_due on assignment (integration, next_delivery_at) where next_delivery_at is not null;
create unique index assignment_ticket on assignment (integration, ticket_sys_id) where ticket_sys_id is not null;
create index assignment_status on assignment (status, id);
create index assignment_open_tickets on assignment (integration, ticket_table, ticket_sys_id) where status = 'open';

create table timeline (
  id            bigint generated always as identity primary key,
  assignment_id uuid        not null references assignment (id) on delete cascade,
  at            timestamptz not null,
  who           text        not null,
  what          text        not null,
  detail        text
);
create index timeline_assignment on timeline (assignment_id, id);

-- What the replicas share about an instance: a pause stops deliveries on all of them.
create table integration_state (
  name         text primary key,
  paused_until timestamptz,
  pause_reason text,
  failures     int not null default 0,
  changed_at   timestamptz not null
);

-- One row per polled table; it moves in the transaction that applies what was read.
create table sync_cursor (
  integration text        not null,
  ticket_table text       not null,
  updated_on  timestamptz not null,
  sys_id      text        not null default '',
  polled_at   timestamptz,
  primary key (integration, ticket_table)
);

create table idempotency (
  caller        text        not null,
  key           text        not null,
  request       bytea       not null,
  assignment_id uuid        not null,
  created_at    timestamptz not null,
  primary key (caller, key)
);
