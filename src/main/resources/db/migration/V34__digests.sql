-- Where mails to the owners of open work go, and to their managers, as ServiceNow says.
create table mail_contact (
  integration     text        not null,
  kind            text        not null check (kind in ('user', 'group')),
  -- The owner or group as lists have it (docs/decisions/0053).
  key             text        not null,
  name            text,
  address         text,
  zone            text,
  -- Why no mail can go there; null where one can.
  why             text,
  manager_name    text,
  manager_address text,
  manager_zone    text,
  manager_why     text,
  read_at         timestamptz not null,
  primary key (integration, kind, key)
);
create index mail_contact_address on mail_contact (address);
create index mail_contact_manager on mail_contact (manager_address);

-- One row for each mail, written before a mail server is called: nobody gets two of a kind and period.
create table digest (
  id              uuid        primary key,
  recipient       text        not null,
  kind            text        not null check (kind in ('owner', 'manager', 'group', 'critical')),
  -- A week (2026-W49) or a day (2026-11-30).
  period          text        not null,
  name            text,
  -- The owner or group whose address it was when it was planned: who changes the address gets no second mail.
  contact         text,
  status          text        not null
    check (status in ('planned', 'sending', 'sent', 'unknown', 'refused', 'nothing-open', 'suppressed', 'unreachable')),
  -- Why it is in that status; null where there is nothing to say.
  why             text,
  -- When it goes out, or is tried again.
  send_at         timestamptz not null,
  -- Nothing is tried any more from then on.
  give_up_at      timestamptz not null,
  attempts        int         not null default 0,
  -- A replica that is at work holds it until then.
  leased_until    timestamptz,
  -- Where it really went: the address of a trial, if there is one.
  sent_to         text,
  subject         text,
  overdue         bigint,
  due_soon        bigint,
  on_time         bigint,
  -- SHA-256 of what the link to unsubscribe has.
  token           bytea,
  planned_at      timestamptz not null,
  ended_at        timestamptz,
  unique (recipient, kind, period),
  unique (contact, kind, period)
);
create index digest_due on digest (send_at) where status = 'planned';
create index digest_under_way on digest (leased_until) where status = 'sending';
create index digest_listed on digest (planned_at, id);
create index digest_told on digest (ended_at) where status in ('sent', 'nothing-open');
create index digest_token on digest (token) where token is not null;

-- Who gets no mail of a kind, or none at all: whoever unsubscribed, and addresses that a mail server refused.
create table mail_suppression (
  address text        not null,
  kind    text        not null check (kind in ('owner', 'manager', 'group', 'critical', 'all')),
  reason  text        not null check (reason in ('unsubscribed', 'refused')),
  detail  text,
  at      timestamptz not null,
  primary key (address, kind)
);
