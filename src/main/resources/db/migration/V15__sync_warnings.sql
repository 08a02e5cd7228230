-- What the last poll of an integration found odd, such as a clock that is ahead; null when nothing was.
alter table integration_state add column sync_warnings jsonb;
