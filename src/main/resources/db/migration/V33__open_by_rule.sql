-- How many open assignments a rule has is counted without the closed ones, which become more and more. What polls change
-- is not in it (docs/decisions/0053). Built beside the writes of the version before.
drop index concurrently if exists assignment_live_by_rule;
create index concurrently assignment_live_by_rule on assignment (rule) where status in ('pending', 'open', 'parked');
