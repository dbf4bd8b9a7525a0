-- A person's word on what the tagger says; it wins over every method until it is undone.
create table corrections (
  id text primary key,
  article_id text not null references articles on delete cascade,
  about text not null check (about in ('stance', 'mention', 'article')),
  subject jsonb not null,
  note text not null default '',
  made_by text not null,
  made_at timestamptz not null,
  supersedes text,
  undone_at timestamptz,
  undone_by text
);
create index corrections_article on corrections (article_id);
create index corrections_made_at on corrections (made_at desc, id);

-- What the tagger said of articles that people corrected, so that a correction can be undone.
create table machine_tags (
  article_id text primary key references articles on delete cascade,
  tags jsonb not null
);
alter table mentions add column correction_id text;
alter table stances add column correction_id text;

-- Nobody is told of articles that are in the index again only because they were tagged again.
alter table pending_index add column quiet boolean not null default false;

create table retag_runs (
  id text primary key,
  state text not null check (state in ('comparing', 'compared', 'applying', 'applied', 'rolling-back', 'rolled-back', 'stopped')),
  scope jsonb not null,
  alerts boolean not null,
  tag_version text,
  after_id text,
  done integer not null default 0,
  -- Articles in scope; null until somebody counted them.
  total integer,
  report jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  -- Of what it does now, or did last.
  began_at timestamptz not null,
  ended_at timestamptz,
  trouble text,
  holder text,
  leased_until timestamptz
);
-- One at a time.
create unique index retag_runs_one on retag_runs ((true)) where state in ('comparing', 'applying', 'rolling-back');

-- What an article was before a run wrote it (gzip of JSON).
create table retag_changes (
  run_id text not null references retag_runs on delete cascade,
  article_id text not null references articles on delete cascade,
  before bytea not null,
  -- Hash of what the run wrote: an article that has another now was changed since, and stays.
  after_hash text not null,
  state text not null default 'written' check (state in ('written', 'restored', 'changed-since')),
  primary key (run_id, article_id)
);
create index retag_changes_article on retag_changes (article_id);
