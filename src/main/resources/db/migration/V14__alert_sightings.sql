-- When alerts were last said to fire, of a source that repeats them while they do. Only while the setting for it is on,
-- and written at most once per quarter of that setting.
create table alert_sighting (
  key     bytea       primary key references recommendation (key) on delete cascade,
  seen_at timestamptz not null
);
create index alert_sighting_age on alert_sighting (seen_at, key);

-- Since when such a source could repeat its alerts without Ropeway being away, down or shut.
create table alert_listening (
  source      text        primary key,
  stale_after bigint      not null, -- in seconds; another value begins anew
  since       timestamptz not null,
  heard_at    timestamptz not null, -- the last sign of life of a replica
  -- How far the walk over alerts without a sighting has come; null when it is over.
  walked      bytea
);
