-- One record for the words of a speaker that many outlets repeat. Derived from the quotes: it can be emptied and gathered again.
create table quote_groups (
  id text primary key,
  speaker_id text not null,
  language text not null,
  -- The words by which others are recognised.
  text text not null,
  -- Hashes of every three words in a row.
  keys integer[] not null
);
create index quote_groups_keys on quote_groups using gin (keys);
create index quote_groups_speaker on quote_groups (speaker_id);

create table quote_members (
  article_id text not null,
  start_offset integer not null,
  end_offset integer not null,
  group_id text not null references quote_groups on delete cascade,
  primary key (article_id, start_offset, end_offset),
  foreign key (article_id, start_offset, end_offset) references quotes on delete cascade
);
create index quote_members_group on quote_members (group_id);

-- Whether a quote has been compared with those of its speaker.
alter table quotes add column gathered boolean not null default false;
create index quotes_ungathered on quotes (article_id) where not gathered;
