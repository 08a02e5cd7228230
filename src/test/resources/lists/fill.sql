-- As many assignments as {rows}, made over two years: common and rare values of everything that lists are filtered by.
-- Work that is old is mostly over, and what is due is mostly due soon after it was made, as in a store that is in use.
create temporary table filling as
select n, created,
  ('x' || substr(md5(n || 'owner'), 1, 7))::bit(28)::int / 268435456.0 as o,
  ('x' || substr(md5(n || 'kind'), 1, 7))::bit(28)::int / 268435456.0 as k,
  ('x' || substr(md5(n || 'life'), 1, 7))::bit(28)::int / 268435456.0 as l,
  ('x' || substr(md5(n || 'severity'), 1, 7))::bit(28)::int / 268435456.0 as s,
  ('x' || substr(md5(n || 'text'), 1, 7))::bit(28)::int / 268435456.0 as t,
  age
from (select n, now() - age as created, age from (
  select n, interval '2 years' * (1 - n / ({rows}::float8 + 1)) as age from generate_series(1, {rows}) n) as aged) as made;

insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
select sha256(('list-' || n)::bytea), 'list-' || n, case when l < 0.4 then 'unhealthy' else 'healthy' end, created, created,
  sha256(n::text::bytea), t > 0.05,
  jsonb_build_object('id', 'list-' || n, 'kind', 'recommendation',
    'title', (array['MFA should be enabled on accounts', 'Storage accounts should restrict network access',
      'Virtual machines should encrypt temporary disks', 'Web apps should only be accessible over HTTPS',
      'Container images should have vulnerabilities resolved', 'Subnets should have a network security group'])[1 + floor(t * 5.999)::int]
      || case when n % 5000 = 0 then ' gondola' else '' end || case when t < 0.01 then ' pylon' else '' end,
    'severity', case when s < 0.02 then 'critical' when s < 0.2 then 'high' when s < 0.65 then 'medium' when s < 0.9999 then 'low' else 'informational' end,
    'state', case when l < 0.4 then 'unhealthy' else 'healthy' end,
    'source', case when k < 0.7 then 'defender' when k < 0.95 then 'security-hub' when k < 0.9999 then 'github' else 'rare-scanner' end,
    'category', case when k < 0.5 then 'Compute' when k < 0.9 then 'Networking' when k < 0.9999 then 'Data' else 'Rare' end,
    'description', repeat('Attackers use accounts without a second factor. ', 8) || md5(n::text) || md5(n || 'a') || md5(n || 'b'),
    'remediation', repeat('Open the portal and follow the steps. ', 6) || md5(n || 'c') || md5(n || 'd'),
    'resource', jsonb_build_object('name', 'host-' || lpad(n::text, 7, '0'), 'type', 'virtualmachine',
      'id', '/subscriptions/sub-' || floor(k * 20) || '/resourceGroups/group-' || n % 500 || '/providers/Microsoft.Compute/virtualMachines/host-' || lpad(n::text, 7, '0'),
      'scope', '/subscriptions/sub-' || floor(k * 20) || '/resourceGroups/group-' || n % 500),
    'tags', jsonb_build_object('environment', 'prod', 'owner', 'user-' || floor(o * o * 5000))),
  created, created + least(age, interval '60 days') * t
from filling;

insert into assignment (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, assigned_to, due_at,
  revision, delivered_revision, sent, echoed, ticket_table, ticket_sys_id, ticket_number, ticket_state, ticket_state_label,
  ticket_owner, ticket_group, ticket_updated_at, ticket_mod_count, ended_at, ended_by, held_since, created_at, updated_at)
select (substr(stamp, 1, 8) || '-' || substr(stamp, 9, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
  sha256(('list-' || n)::bytea), status,
  case when k < 0.8 then 'big' when k < 0.9995 then 'small' else 'rare' end,
  case when s < 0.8 then 'incident' when s < 0.95 then 'change_request' when s < 0.9995 then 'problem' else 'security_incident' end,
  case when k < 0.6 then 'everything' when k < 0.95 then 'exposed' when k < 0.9995 then 'network' else 'rare' end,
  case when s < 0.02 then 'critical' when s < 0.2 then 'high' when s < 0.65 then 'medium' when s < 0.9999 then 'low' else 'informational' end,
  jsonb_build_object('assignmentGroup', 'Team ' || floor(k * k * 200), 'remediationTimeframe', 604800),
  case when o > 0.1 then 'user-' || floor(o * o * 5000) end,
  case when t > 0.05 then created + (array[7, 30, 90])[1 + n % 3] * interval '1 day' end,
  1, 1, '{"impact":"1","urgency":"2"}', '{"impact":"1","urgency":"2"}',
  case when ticketed then 'incident' end, case when ticketed then md5('ticket' || n) end,
  case when ticketed then 'INC' || lpad(n::text, 8, '0') end,
  case when ticketed then case when status = 'closed' then '7' when t < 0.5 then '1' else '2' end end,
  case when ticketed then case when status = 'closed' then 'Closed' when t < 0.5 then 'New' else 'In Progress' end end,
  case when ticketed and o > 0.1 then 'user-' || floor(o * o * 5000) end,
  case when ticketed then 'Team ' || floor(k * k * 200) end,
  created, 1,
  case when status in ('closed', 'withdrawn') then created + least(age, interval '90 days') * o end,
  case when status = 'closed' then 'person' end,
  case when status = 'pending' and t < 0.1 then created end,
  created, created + least(age, interval '60 days') * t
from (select *, lpad(to_hex(floor(extract(epoch from created) * 1000)::bigint), 12, '0') as stamp,
    status <> 'pending' as ticketed
  from (select *, case
      when l < 0.7 * exp(- extract(epoch from age) / 20000000.0) then case when l < 0.02 then 'pending' when l < 0.021 then 'parked' else 'open' end
      when l > 0.97 then 'withdrawn' else 'closed' end as status from filling) as lived) as stamped;
drop table filling;
