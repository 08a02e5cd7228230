-- What an instance's rate rule allows in an hour, spent by all replicas together; no row where no
-- answer ever named a rule.
create table rate_budget (
  integration    text        primary key,
  hourly         int         not null,
  -- What we spend of it at most.
  ceiling        int         not null,
  rule           text        not null,
  -- The end of the hour by the instance's clock, and by ours.
  reset          timestamptz not null,
  ends_at        timestamptz not null,
  -- False while no answer named this hour.
  confirmed      boolean     not null,
  used_create    int         not null,
  used_close     int         not null,
  used_update    int         not null,
  used_note      int         not null,
  used_poll      int         not null,
  used_import    int         not null,
  -- Calls that others must have made.
  used_elsewhere int         not null,
  used int generated always as
    (used_create + used_close + used_update + used_note + used_poll + used_import + used_elsewhere) stored
);

-- Where a budget is kept, closes and updates are claimed by themselves, past any number of creates.
create index assignment_due_close on assignment (integration, next_delivery_at)
  where next_delivery_at is not null and goal <> 'open';
create index assignment_due_update on assignment (integration, next_delivery_at)
  where next_delivery_at is not null and goal = 'open' and ticket_sys_id is not null;
