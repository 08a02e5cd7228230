-- The caller whose word on a finding was stored last; null when that was a person, or before this column.
alter table recommendation add column sender text;
