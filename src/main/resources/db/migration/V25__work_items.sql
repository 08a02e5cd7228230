-- Records of the task tables of an instance, whoever made them, as they were read last. A month of creations is a
-- partition, made when its first record is read: what is old is dropped with its month (docs/decisions/0051).
create table work_item (
  integration       text        not null,
  type              text        not null,
  sys_id            text        not null,
  created_on        timestamptz not null,
  number            text,
  state             text,
  state_label       text,
  active            boolean     not null,
  priority          text,
  priority_label    text,
  assigned_to       text,
  assignment_group  text,
  cmdb_ci           text,
  short_description text,
  description       text,
  opened_at         timestamptz,
  closed_at         timestamptz,
  resolved_at       timestamptz,
  updated_on        timestamptz not null,
  mod_count         int         not null,
  ours              boolean     not null,
  -- The other columns that were read, by ServiceNow's name.
  fields            jsonb       not null,
  -- When it was found to be archived or deleted; null while it is there.
  gone_at           timestamptz,
  primary key (integration, type, sys_id, created_on)
) partition by range (created_on);
-- Records that are older than any month that is kept, and what outlived its month.
create table work_item_other partition of work_item default;

-- Lists are newest first: with each of these a page is read in its order, and no more than a page.
create index work_item_newest on work_item (created_on, integration, type, sys_id);
create index work_item_of_type on work_item (integration, type, created_on, sys_id);
create index work_item_active on work_item (created_on, integration, type, sys_id) where active and gone_at is null;
create index work_item_ours on work_item (created_on, integration, type, sys_id) where ours;
create index work_item_gone on work_item (created_on, integration, type, sys_id) where gone_at is not null;
create index work_item_assignee on work_item (lower(assigned_to), created_on) where assigned_to is not null;
create index work_item_group on work_item (lower(assignment_group), created_on) where assignment_group is not null;
create index work_item_item on work_item (lower(cmdb_ci), created_on) where cmdb_ci is not null;
create index work_item_state on work_item (lower(state), created_on);
create index work_item_state_label on work_item (lower(state_label), created_on);
create index work_item_priority on work_item (lower(priority), created_on);
create index work_item_priority_label on work_item (lower(priority_label), created_on);
create index work_item_closed on work_item (closed_at) where closed_at is not null;
create index work_item_updated on work_item (updated_on);
-- Words are what stands between other characters: of host-7.example.com each part is one.
create index work_item_words on work_item using gin (to_tsvector('simple', regexp_replace(coalesce(number, '') || ' '
  || coalesce(short_description, '') || ' ' || coalesce(cmdb_ci, '') || ' ' || coalesce(assigned_to, ''), '\W+', ' ', 'g')));

-- How far the import of a kind of ticket is. Each place moves in the transaction that stores what was read before it.
create table work_item_cursor (
  integration   text        not null,
  type          text        not null,
  instance      text        not null,
  -- The import goes on from here towards the present, and from here back into the past.
  started_at    timestamptz not null,
  forward_on    timestamptz not null,
  forward_id    text        not null default '',
  -- The instance's clock when that page was read: what commits late lies before it.
  read_at       timestamptz not null,
  backfill_on   timestamptz not null,
  backfill_id   text        not null default '',
  -- How far back everything is read; null while the first backfill is under way.
  complete_from timestamptz,
  -- When everything up to the present was read.
  polled_at     timestamptz,
  checked_at    timestamptz,
  -- How many records the instance counted at that check, and how many of them are here.
  counted       bigint,
  held          bigint,
  failure       text,
  primary key (integration, type)
);
