-- Rules without a grouping now group vulnerabilities by package. Those that were stored before go on as they did,
-- in a word that the version before knows too.
update rule set settings = settings || '{"grouping":"finding"}', version = nextval('rule_version')
where settings -> 'grouping' is null;
