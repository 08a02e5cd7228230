-- Which replica was asked to read an instance's columns, choices and templates anew does not matter:
-- the others see a number that they do not know yet.
create sequence cache_refresh_number;

create table cache_refresh (
  integration text primary key,
  number bigint not null
);
