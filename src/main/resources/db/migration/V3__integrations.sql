-- Integrations that are made over REST; those from configuration have no row.
create table integration (
  name       text        primary key,
  -- Grows with every change, and never starts again from 1 for a name that is used anew.
  version    bigint      not null,
  settings   jsonb       not null,
  -- Encrypted (Secrets); null where there are none.
  secrets    bytea,
  -- Being deleted: what becomes of the assignments, and of the tickets of those that are withdrawn.
  removal    text        check (removal in ('keep', 'withdraw', 'withdraw-cancel')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create sequence integration_version;

-- Tokens, shared by the replicas. A replica that renews them holds them until renewing_until.
create table oauth_token (
  integration        text        primary key,
  -- What they were given for: tokens of another instance or client are not used.
  login              text        not null,
  version            bigint      not null,
  tokens             bytea,
  access_expires_at  timestamptz,
  renew_at           timestamptz,
  refresh_expires_at timestamptz,
  username           text,
  renewing_until     timestamptz,
  refused_at         timestamptz,
  changed_at         timestamptz not null
);

-- A consent under way: only who was sent to the instance may come back, once.
create table consent (
  state       bytea       primary key,
  integration text        not null,
  verifier    bytea       not null,
  asked_by    text        not null,
  expires_at  timestamptz not null
);

-- How an integration is, as the last call or test found it.
alter table integration_state
  add column status text not null default 'never-tested'
    check (status in ('never-tested', 'connected', 'not-authorized', 'failing')),
  add column status_since timestamptz,
  add column status_why text,
  add column connected_at timestamptz,
  add column test_report jsonb,
  add column testing_until timestamptz;
