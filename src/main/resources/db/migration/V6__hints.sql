-- Hints of changes that were taken, so that none is taken twice.
create table hint (
  signature  bytea       primary key,
  expires_at timestamptz not null
);
create index hint_expires on hint (expires_at);
