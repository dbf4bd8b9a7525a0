-- How a source fares, as its last visit left it: state, stable code of the reason, values for its words, since when.
alter table outlets add column health jsonb;
-- Articles an hour for each hour of the week (UTC, from Monday 00:00), and since when they were counted.
alter table outlets add column rhythm jsonb;

-- What is remembered of a channel from visit to visit: what it gave, since when it says "not modified", how often it failed.
alter table channels add column memory jsonb;
-- It answered 410: it is not asked again until a person wants it.
alter table channels add column ended_at timestamptz;

-- New addresses by the hour in which they were published (or found, where no channel says).
create table outlet_hours (
  outlet_id text not null references outlets on delete cascade,
  hour timestamptz not null,
  found integer not null,
  primary key (outlet_id, hour)
);

-- Times in which a source could not be collected: charts show them as gaps, not as silence.
create table outlet_gaps (
  outlet_id text not null references outlets on delete cascade,
  began_at timestamptz not null,
  -- Null: still going on.
  ended_at timestamptz,
  code text not null,
  primary key (outlet_id, began_at)
);

-- robots.txt of each origin, for all processes and over restarts; never used for longer than a day.
create table robots_files (
  origin text primary key,
  state text not null check (state in ('found', 'absent', 'unreachable')),
  body bytea,
  detail text not null,
  fetched_at timestamptz not null,
  expires_at timestamptz not null,
  unreachable_since timestamptz
);

-- Old articles that somebody asked for: alert rules do not see them.
create table backfills (
  id text primary key,
  -- The same wish again goes on with the same one.
  wish text not null,
  kind text not null check (kind in ('sitemaps', 'feed', 'addresses', 'archive')),
  outlet_id text references outlets on delete cascade,
  options jsonb not null,
  state text not null check (state in ('looking', 'running', 'done', 'stopped', 'failed')),
  -- Where an interrupted one goes on.
  place jsonb,
  found integer not null default 0,
  taken integer not null default 0,
  bad integer not null default 0,
  trouble text,
  made_by text not null,
  made_at timestamptz not null,
  updated_at timestamptz not null,
  stopped_by text,
  stopped_at timestamptz
);
create index backfills_wish on backfills (wish);

alter table frontier add column backfill_id text;
alter table pages add column backfill_id text;
create index frontier_backfill on frontier (backfill_id, state) where backfill_id is not null;
create index frontier_fresh on frontier (host, next_at) where state = 'waiting' and backfill_id is null;
create index pages_backfill on pages (backfill_id) where backfill_id is not null;
-- The last pages of an outlet, newest first.
create index pages_outlet_recent on pages (outlet_id, id desc);
drop index pages_outlet;
