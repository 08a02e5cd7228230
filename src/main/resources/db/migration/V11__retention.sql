-- What one replica does for all of them from time to time.
create table chore (
  name     text        primary key,
  begun_at timestamptz not null
);

-- What retention walks, oldest first. An assignment leaves its place in none of these while its ticket
-- lives, so that what a poll changes still touches no index.
create index assignment_over on assignment ((coalesce(ended_at, created_at)), id)
  where status in ('closed', 'withdrawn');
create index recommendation_over on recommendation (updated_at, key)
  where state <> 'unhealthy' or document ->> 'kind' = 'alert';
create index recommendation_raw on recommendation (updated_at) where raw is not null;
create index idempotency_created on idempotency (created_at);
