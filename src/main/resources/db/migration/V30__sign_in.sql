-- Who is signed in at the console with a key. A cookie holds the token; what is kept here opens nothing by itself.
create table console_session (
  digest       bytea primary key,
  -- What the cookie held before it was replaced: requests under way still bring it.
  former       bytea,
  former_until timestamptz,
  caller       text        not null,
  key_digest   bytea       not null,
  renewed_at   timestamptz not null,
  ends_at      timestamptz not null
);
create index console_session_former on console_session (former) where former is not null;
create index console_session_ends on console_session (ends_at);
