-- The members of a group, newest first, a page at a time: a large group is not read whole for each page.
create index recommendation_member on recommendation (group_key, updated_at, key) where group_key is not null;
