-- Whether the source that a rule names is still heard of. Few names, so that the index stays small.
create index recommendation_source on recommendation (left(lower(document ->> 'source'), 200))
  where document ->> 'source' is not null;
