-- When the owner of an assignment expects to be done, beside the due date, and why.
alter table assignment add column eta_at timestamptz, add column eta_justification text;
