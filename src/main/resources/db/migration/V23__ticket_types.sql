-- Kinds of ticket that are made over REST; those that come with Ropeway, from configuration or from files have no row.
create table ticket_type (
  name       text        primary key,
  -- Grows with every change, and never starts again from 1 for a name that is used anew.
  version    bigint      not null,
  settings   jsonb       not null,
  created_by text        not null,
  created_at timestamptz not null,
  updated_by text        not null,
  updated_at timestamptz not null
);
create sequence ticket_type_version;
