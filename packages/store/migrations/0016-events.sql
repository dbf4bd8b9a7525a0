-- Articles that report one event, across languages; `story_id` of an article groups copies of one text. Made from the record alone: it can be made again.
create table article_events (
  article_id text primary key references articles on delete cascade,
  -- Id of the article that the event began with; it may have left since.
  event_id text not null,
  -- When it appeared; what it was compared by, for those that come after it.
  at timestamptz not null,
  features jsonb not null,
  probability real not null
);
create index article_events_event on article_events (event_id);

-- Keys under which reports of an event meet.
create table event_keys (
  key bigint not null,
  at timestamptz not null,
  article_id text not null references articles on delete cascade,
  primary key (key, at, article_id)
);
create index event_keys_article on event_keys (article_id);

-- Its event is to be found (again): it is new, or its words, tags or date changed since.
alter table articles add column event_stale boolean not null default true;
create index articles_event_stale on articles (first_seen_at, id) where event_stale and tagged_at is not null;
create function mark_event_stale() returns trigger language plpgsql as $$
begin
  new.event_stale := true;
  return new;
end $$;
create trigger articles_event_stale before update on articles for each row
  when (old.tagged_at is distinct from new.tagged_at or old.content_hash <> new.content_hash or old.published_at is distinct from new.published_at)
  execute function mark_event_stale();

-- Kinds of what the version after this one changed; null: told from the words alone when asked.
alter table revisions add column changes text[];
