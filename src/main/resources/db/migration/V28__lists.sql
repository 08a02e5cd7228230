-- Lists are read in their order until a page is full, or by what is rare in them and then sorted: each sort key and each
-- filter has an index, but nothing that every poll changes (docs/decisions/0053). They are built beside the writes of the version before. A build that was
-- cut short leaves an index that nothing uses: it is dropped before it is built again.
drop index concurrently if exists assignment_by_severity;
create index concurrently assignment_by_severity on assignment ((case severity when 'critical' then 4 when 'high' then 3 when 'medium' then 2 when 'low' then 1 else 0 end), id);
drop index concurrently if exists assignment_by_owner;
create index concurrently assignment_by_owner on assignment (left(lower(coalesce(assigned_to, '')), 200), id);
drop index concurrently if exists assignment_by_due;
create index concurrently assignment_by_due on assignment (coalesce(due_at, 'infinity'), id);
drop index concurrently if exists assignment_by_creation;
create index concurrently assignment_by_creation on assignment (created_at, id);
drop index concurrently if exists assignment_by_group;
create index concurrently assignment_by_group on assignment (left(lower(coalesce(ticket_group, terms ->> 'assignmentGroup', '')), 200), id);
drop index concurrently if exists assignment_by_rule;
create index concurrently assignment_by_rule on assignment (rule, id);
drop index concurrently if exists assignment_by_integration;
create index concurrently assignment_by_integration on assignment (integration, id);
drop index concurrently if exists assignment_by_type;
create index concurrently assignment_by_type on assignment (ticket_type, id);
drop index concurrently if exists assignment_live_due;
create index concurrently assignment_live_due on assignment (coalesce(due_at, 'infinity'), id)
  where status in ('pending', 'open', 'parked');
drop index concurrently if exists assignment_live_ownerless;
create index concurrently assignment_live_ownerless on assignment (id)
  where status in ('pending', 'open', 'parked') and assigned_to is null;
drop index concurrently if exists assignment_closed;
create index concurrently assignment_closed on assignment (ended_at) where status = 'closed';
drop index concurrently if exists assignment_words;
create index concurrently assignment_words on assignment using gin (to_tsvector('simple', regexp_replace(coalesce(ticket_number, '')
  || ' ' || coalesce(assigned_to, '') || ' ' || coalesce(ticket_owner, '') || ' '
  || coalesce(ticket_group, terms ->> 'assignmentGroup', ''), '\W+', ' ', 'g')));
drop index concurrently if exists recommendation_words;
create index concurrently recommendation_words on recommendation using gin (to_tsvector('simple', regexp_replace(id
  || ' ' || coalesce(document ->> 'title', '') || ' ' || coalesce(document -> 'resource' ->> 'name', '') || ' '
  || coalesce(document -> 'resource' ->> 'id', ''), '\W+', ' ', 'g')));
drop index concurrently if exists recommendation_by_update;
create index concurrently recommendation_by_update on recommendation (updated_at, key);
drop index concurrently if exists recommendation_by_state;
create index concurrently recommendation_by_state on recommendation (state, updated_at);
drop index concurrently if exists recommendation_by_severity;
create index concurrently recommendation_by_severity on recommendation ((document ->> 'severity'), updated_at);
drop index concurrently if exists recommendation_by_source;
create index concurrently recommendation_by_source on recommendation (left(lower(document ->> 'source'), 200), updated_at);
drop index concurrently if exists recommendation_by_category;
create index concurrently recommendation_by_category on recommendation (left(lower(document ->> 'category'), 200), updated_at);
drop index concurrently if exists recommendation_by_resource;
create index concurrently recommendation_by_resource on recommendation (left(lower(document -> 'resource' ->> 'id'), 400), updated_at);
