-- Callers that are made over REST; those of the configuration are not here. Keys are 256 random bits, so
-- that a plain SHA-256 of them cannot be turned back.
create table api_key (
  name          text        primary key,
  roles         text[]      not null,
  digest        bytea       not null,
  -- The key before the last rotation stays good for a while.
  former_digest bytea,
  former_until  timestamptz,
  created_by    text        not null,
  created_at    timestamptz not null,
  rotated_at    timestamptz
);

-- Who administered what, and who was turned away.
create table audit (
  id        bigint generated always as identity primary key,
  at        timestamptz not null,
  who       text        not null,
  -- How the caller was known: api-key, token or none.
  how       text        not null,
  origin    text        not null,
  verb      text        not null,
  path      text        not null,
  operation text,
  -- Null while the call is under way, and for ever when its process died.
  status    int,
  -- Equal denials within a second are one row.
  repeats   int         not null default 1
);
create index audit_at on audit (at);
create index audit_who on audit (who, id);
create index audit_denied on audit (id) where status in (401, 403);
