-- What analysts changed in the registry of entities, applied in order over the data files. Never changed, never removed.
create table registry_edits (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  user_id text not null,
  note text,
  change jsonb not null
);

-- Names in texts that the registry lacks, for analysts.
create table proposed_names (
  article_id text not null references articles on delete cascade,
  field text not null check (field in ('title', 'text')),
  start_offset integer not null,
  end_offset integer not null,
  surface text not null,
  type text not null,
  found_by text not null check (found_by in ('rule', 'learned')),
  -- What spellings of one name share across scripts.
  sound text not null,
  sentence text not null,
  confidence real not null,
  primary key (article_id, field, start_offset, end_offset)
);
create index proposed_names_sound on proposed_names (sound);
