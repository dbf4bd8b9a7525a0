-- Kind of the article itself (news, opinion, interview, statement, brief, live); null: not told yet. The outlet's kind is another.
alter table articles add column genre text;
alter table articles add column genre_confidence real;

-- What a language model said of an article when somebody asked: asked once, kept with what it cost.
create table model_answers (
  -- Task, model, article, its revision of text, and the language of the answer.
  key text primary key,
  article_id text not null references articles on delete cascade,
  task text not null check (task in ('gist', 'translation', 'stances')),
  language text not null,
  model text not null,
  answer jsonb not null,
  tokens_in integer not null,
  tokens_out integer not null,
  made_by text not null,
  made_at timestamptz not null
);
create index model_answers_article on model_answers (article_id);

-- Tokens used by day (UTC), answers that were thrown away included: a limit must hold over restarts.
create table model_use (
  day date primary key,
  requests integer not null default 0,
  tokens_in bigint not null default 0,
  tokens_out bigint not null default 0,
  refused integer not null default 0
);
