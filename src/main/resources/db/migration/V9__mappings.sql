-- How tickets are worded: every version of each mapping, kept for good. The newest that is no shadow
-- is in use; a newer shadow is computed and compared with it.
create table mapping (
  id          bigint      generated always as identity primary key,
  integration text        not null,
  ticket_type text        not null,
  version     int         not null,
  shadow      boolean     not null,
  -- json: the order of fields is the engineer's.
  document    json        not null,
  -- Of the instance's columns, when the version was checked against them.
  lengths     jsonb       not null,
  who         text        not null,
  at          timestamptz not null,
  unique (integration, ticket_type, version)
);
