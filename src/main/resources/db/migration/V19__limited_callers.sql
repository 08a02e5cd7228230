-- Callers that are limited to paths. Their roles are not in roles, so that the version before, which knows no limits,
-- finds none and lets them do nothing.
alter table api_key add column scopes text[], add column limited_roles text[];
