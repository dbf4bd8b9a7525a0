-- What was last sent and what the other side said (without secrets), who of an e-mail channel has the letter already, and who sent it again.
alter table deliveries add column body text;
alter table deliveries add column reply text;
alter table deliveries add column sent_to text[] not null default '{}';
alter table deliveries add column resend_of text;
alter table deliveries add column asked_by text;

-- Who took a channel away and when; its deliveries stay to be read, and it can be taken back.
alter table alert_channels add column removed_at timestamptz;
alter table alert_channels add column removed_by text;

-- People who no longer want the letters of a rule.
create table mail_opt_outs (
  rule_id text not null references alert_rules on delete cascade,
  channel_id text not null references alert_channels on delete cascade,
  recipient text not null,
  at timestamptz not null,
  primary key (rule_id, channel_id, recipient)
);
