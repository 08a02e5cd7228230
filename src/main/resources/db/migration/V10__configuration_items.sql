-- Configuration items that Ropeway makes: who may make one now, and which were made. A row stays, so that
-- none is made twice.
create table configuration_item (
  integration     text        not null,
  -- Its correlation_id.
  mark            text        not null,
  -- Null until it is known to exist.
  sys_id          text,
  made_at         timestamptz,
  -- Names the permit to make it; who lost it cannot give it back.
  fence           bigint      not null,
  -- Until when one worker may be making it.
  leased_until    timestamptz,
  -- Until when a lost create may still appear; null where the end of every create is known.
  unsettled_until timestamptz,
  -- How many creates had no known end.
  lost            int         not null default 0,
  primary key (integration, mark)
);
