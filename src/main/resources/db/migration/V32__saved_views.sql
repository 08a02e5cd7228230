-- Views of the list of assignments that people saved, each person's own.
create table saved_view (
  person   text        not null,
  name     text        not null check (char_length(name) <= 60),
  -- What the address of the list has behind its question mark.
  query    text        not null check (char_length(query) <= 2000),
  saved_at timestamptz not null,
  primary key (person, name)
);
