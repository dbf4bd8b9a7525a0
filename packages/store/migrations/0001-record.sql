-- The record: what was seen, kept and said. The search index, the queue and every count can be rebuilt from it.

create table outlets (
  id text primary key,
  name text not null,
  country text,
  language text not null,
  kind text not null,
  homepage text,
  -- The whole `Outlet` as given; null for one that is known only from the text of an article handed in.
  definition jsonb,
  paused boolean not null default false,
  sample boolean not null default false,
  created_at timestamptz not null,
  last_tried_at timestamptz,
  last_success_at timestamptz,
  last_new_at timestamptz,
  failures integer not null default 0,
  -- 'blocked' or 'failing' with the reason in words, as the last visit left it.
  trouble text,
  trouble_kind text,
  next_visit_at timestamptz
);

-- Validators of each channel, for conditional requests.
create table channels (
  url text primary key,
  outlet_id text not null references outlets on delete cascade,
  etag text,
  last_modified text,
  last_status integer,
  visited_at timestamptz
);

-- Addresses that may be articles, in the order in which a host will be asked for them.
create table frontier (
  id text primary key,
  url text not null,
  host text not null,
  outlet_id text not null references outlets on delete cascade,
  lead jsonb not null,
  state text not null check (state in ('waiting', 'fetching', 'fetched', 'refused', 'failed')),
  tries integer not null default 0,
  found_at timestamptz not null,
  next_at timestamptz not null,
  etag text,
  last_modified text,
  last_status integer,
  reason text,
  page_id text
);
create index frontier_due on frontier (host, next_at) where state = 'waiting';
create index frontier_outlet on frontier (outlet_id);

-- One worker at a time on a host, over all processes.
create table hosts (
  host text primary key,
  leased_until timestamptz not null
);

create table visits (
  id bigint generated always as identity primary key,
  outlet_id text not null references outlets on delete cascade,
  at timestamptz not null,
  url text not null,
  what text not null check (what in ('channel', 'article', 'robots')),
  outcome text not null,
  status integer,
  bytes integer not null default 0,
  ms integer not null default 0,
  found integer,
  reason text
);
create index visits_outlet on visits (outlet_id, at desc);

-- A page as it came; its bytes are in the WARC file named.
create table pages (
  id text primary key,
  url text not null,
  final_url text not null,
  outlet_id text not null references outlets on delete cascade,
  frontier_id text,
  fetched_at timestamptz not null,
  status integer not null,
  content_type text,
  bytes integer not null,
  sha256 text not null,
  warc_file text not null,
  warc_offset bigint not null,
  -- 'article', 'not-article', 'failed'; null while not read.
  outcome text,
  reason text,
  article_id text
);
create index pages_article on pages (article_id);
create index pages_outlet on pages (outlet_id);
create index pages_unread on pages (fetched_at) where outcome is null;

create table articles (
  id text primary key,
  url text not null,
  outlet_id text not null references outlets on delete cascade,
  title text not null,
  authors text[] not null,
  published_at timestamptz,
  published_from text not null,
  published_confidence real not null,
  first_seen_at timestamptz not null,
  updated_at timestamptz not null,
  revision integer not null,
  language text not null,
  language_confidence real not null,
  text text not null,
  blocks jsonb not null,
  section text,
  tags text[] not null,
  image text,
  dateline_place text,
  site_name text,
  paywalled boolean not null,
  word_count integer not null,
  content_hash text not null,
  story_id text not null,
  signature bytea,
  page_id text,
  sample boolean not null,
  extraction_method text not null,
  extraction_confidence real not null,
  extraction_version text not null,
  topics text[] not null default '{}',
  relevance jsonb not null default '{}',
  tag_version text,
  tagged_at timestamptz
);
create index articles_story on articles (story_id);
create index articles_outlet on articles (outlet_id, first_seen_at desc);
create index articles_sort on articles ((coalesce(published_at, first_seen_at)) desc, id);
create index articles_tag_version on articles (tag_version);

-- Locality-sensitive bands of the MinHash signature: articles that share one may be copies.
create table story_bands (
  band bigint not null,
  article_id text not null references articles on delete cascade,
  primary key (band, article_id)
);
create index story_bands_article on story_bands (article_id);

create table revisions (
  article_id text not null references articles on delete cascade,
  revision integer not null,
  seen_at timestamptz not null,
  title text not null,
  text text not null,
  published_at timestamptz,
  page_id text,
  primary key (article_id, revision)
);

create table mentions (
  article_id text not null references articles on delete cascade,
  entity_id text not null,
  field text not null,
  start_offset integer not null,
  end_offset integer not null,
  surface text not null,
  type text not null,
  how text not null,
  acting_for text,
  confidence real not null,
  primary key (article_id, field, start_offset, end_offset, entity_id)
);
create index mentions_entity on mentions (entity_id, article_id);

create table quotes (
  article_id text not null references articles on delete cascade,
  start_offset integer not null,
  end_offset integer not null,
  text text not null,
  speaker text,
  speaker_id text,
  speaker_start integer,
  speaker_end integer,
  kind text not null,
  cue text,
  confidence real not null,
  primary key (article_id, start_offset, end_offset)
);
create index quotes_speaker on quotes (speaker_id);

create table stances (
  id text primary key,
  article_id text not null references articles on delete cascade,
  holder text not null,
  target text not null,
  label text not null,
  strength real not null,
  voice text not null,
  evidence_field text not null,
  evidence_start integer not null,
  evidence_end integer not null,
  evidence_text text not null,
  cues jsonb not null,
  method text not null,
  confidence real not null
);
create index stances_article on stances (article_id);
create index stances_pair on stances (holder, target);
create index stances_target on stances (target);

-- Articles whose tags changed and which the index and the alert rules have not seen yet.
create table pending_index (
  article_id text primary key,
  since timestamptz not null
);

create table users (
  id text primary key,
  name text not null,
  role text not null check (role in ('viewer', 'analyst', 'admin')),
  created_at timestamptz not null,
  last_visit_at timestamptz
);

create table saved_searches (
  id text primary key,
  owner_id text not null references users on delete cascade,
  name text not null,
  query text not null,
  params jsonb not null default '{}',
  created_at timestamptz not null,
  looked_at timestamptz not null,
  feed_token text not null unique,
  sample boolean not null default false
);

create table alert_channels (
  id text primary key,
  owner_id text not null references users on delete cascade,
  name text not null,
  config jsonb not null,
  active boolean not null default true,
  last_status text,
  last_at timestamptz,
  created_at timestamptz not null
);

create table alert_rules (
  id text primary key,
  search_id text not null references saved_searches on delete cascade,
  active boolean not null default true,
  channels text[] not null default '{}',
  created_at timestamptz not null
);

-- The ledger: an article meets a rule once, whatever is indexed again.
create table alerts (
  rule_id text not null references alert_rules on delete cascade,
  article_id text not null references articles on delete cascade,
  at timestamptz not null,
  matched jsonb not null,
  primary key (rule_id, article_id)
);
create index alerts_at on alerts (at desc);

create table deliveries (
  id text primary key,
  rule_id text not null references alert_rules on delete cascade,
  channel_id text not null references alert_channels on delete cascade,
  article_ids text[] not null,
  state text not null check (state in ('waiting', 'delivered', 'retrying', 'failed')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  next_at timestamptz,
  last_status text
);
create index deliveries_channel on deliveries (channel_id, created_at desc);
create index deliveries_due on deliveries (next_at) where state in ('waiting', 'retrying');

-- Jobs that a transaction decided; a relay hands them to the queue after the commit.
create table outbox (
  id bigint generated always as identity primary key,
  job text not null,
  payload jsonb not null,
  at timestamptz not null
);

create table dead_letters (
  id text primary key,
  step text not null,
  payload jsonb not null,
  code text not null,
  error text not null,
  stack text,
  attempts integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null
);

create table settings (
  key text primary key,
  value jsonb not null
);
