-- What a rule waits for (null: nothing but its search), when it sends (null: at once), until when it is put off, names that it ignores.
alter table alert_rules add column kind jsonb;
alter table alert_rules add column timing jsonb;
alter table alert_rules add column snooze jsonb;
alter table alert_rules add column mutes jsonb not null default '[]';

-- What was decided of each article that met a rule, and why.
alter table alerts add column decision text not null default 'fired'
  check (decision in ('fired', 'grouped', 'digest', 'quiet', 'snoozed', 'capped', 'duplicate', 'muted'));
-- The article of the same story that was alerted.
alter table alerts add column duplicate_of text;
-- When the message that it waits for is due; null: it waits for none.
alter table alerts add column due_at timestamptz;
-- Figures or sentences that say what happened, for kinds other than a search.
alter table alerts add column detail jsonb;
create index alerts_due on alerts (due_at) where due_at is not null;
create index alerts_article on alerts (article_id);
