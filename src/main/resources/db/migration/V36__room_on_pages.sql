-- A poll, a claim and an update change rows in place where their page has room, and then no index is touched: half the
-- cost of a changed row, of twenty-odd indexes (docs/decisions/0058). For rows and pages that are written from now on.
alter table assignment set (fillfactor = 70);
