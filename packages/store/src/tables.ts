/* oxlint-disable max-lines -- one entry a table */
import type {
  AlertDecision,
  AlertMute,
  AlertRuleKind,
  AlertSnooze,
  AlertTiming,
  Genre,
  Block,
  ChannelConfig,
  CorrectionSubject,
  DateSource,
  Lead,
  Outlet,
  RetagReport,
  RetagScope,
  RetagState,
  SourceHealth,
  Stance,
  Tags,
} from '@khabar/article';
import type { ColumnType, Generated, RawBuilder } from 'kysely';

/** A jsonb column: read as its type, written through `json()`. */
type Json<T> = ColumnType<T, RawBuilder<T>, RawBuilder<T>>;
type OptionalJson<T> = ColumnType<T, RawBuilder<T> | undefined, RawBuilder<T>>;

export interface OutletsTable {
  id: string;
  name: string;
  country: string | null;
  language: string;
  kind: string;
  homepage: string | null;
  definition: Json<Outlet | null>;
  paused: ColumnType<boolean, boolean | undefined, boolean>;
  sample: ColumnType<boolean, boolean | undefined, boolean>;
  created_at: string;
  last_tried_at: ColumnType<string | null, string | null | undefined, string | null>;
  last_success_at: ColumnType<string | null, string | null | undefined, string | null>;
  last_new_at: ColumnType<string | null, string | null | undefined, string | null>;
  failures: ColumnType<number, number | undefined, number>;
  trouble: ColumnType<string | null, string | null | undefined, string | null>;
  trouble_kind: ColumnType<string | null, string | null | undefined, string | null>;
  next_visit_at: ColumnType<string | null, string | null | undefined, string | null>;
  health: OptionalJson<SourceHealth | null>;
  rhythm: OptionalJson<Rhythm | null>;
}

/** Articles an hour by hour of the week (UTC, from Monday 00:00): 168 means over the weeks since `from`. */
export interface Rhythm {
  readonly from: string;
  readonly at: string;
  readonly perHour: readonly number[];
  /** Longest time without a new article that was nothing unusual, in hours. */
  readonly longestHours: number;
}

export interface ChannelsTable {
  url: string;
  outlet_id: string;
  etag: string | null;
  last_modified: string | null;
  last_status: number | null;
  visited_at: string | null;
  memory: OptionalJson<unknown>;
  ended_at: ColumnType<string | null, string | null | undefined, string | null>;
}

export type FrontierState = 'waiting' | 'fetching' | 'fetched' | 'refused' | 'failed';

export interface FrontierTable {
  id: string;
  url: string;
  host: string;
  outlet_id: string;
  lead: Json<Lead>;
  state: FrontierState;
  tries: ColumnType<number, number | undefined, number>;
  found_at: string;
  next_at: string;
  etag: ColumnType<string | null, string | null | undefined, string | null>;
  last_modified: ColumnType<string | null, string | null | undefined, string | null>;
  last_status: ColumnType<number | null, number | null | undefined, number | null>;
  reason: ColumnType<string | null, string | null | undefined, string | null>;
  page_id: ColumnType<string | null, string | null | undefined, string | null>;
  backfill_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface HostsTable {
  host: string;
  leased_until: string | null;
  holder: string | null;
  queued_until: string | null;
}

export interface HostAskersTable {
  id: string;
  alive_until: string;
}

export interface HostTurnsTable {
  host: string;
  holder: string | null;
  ended_at: string | null;
  rest_until: string | null;
  waiting: string[];
}

export interface VisitsTable {
  id: Generated<number>;
  outlet_id: string;
  at: string;
  url: string;
  what: 'channel' | 'article' | 'robots';
  outcome: string;
  status: number | null;
  bytes: number;
  ms: number;
  found: number | null;
  reason: string | null;
}

export interface PagesTable {
  id: string;
  url: string;
  final_url: string;
  outlet_id: string;
  frontier_id: string | null;
  fetched_at: string;
  status: number;
  content_type: string | null;
  bytes: number;
  sha256: string;
  warc_file: string;
  warc_offset: number;
  outcome: ColumnType<string | null, string | null | undefined, string | null>;
  reason: ColumnType<string | null, string | null | undefined, string | null>;
  article_id: ColumnType<string | null, string | null | undefined, string | null>;
  backfill_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface ArticlesTable {
  id: string;
  url: string;
  outlet_id: string;
  title: string;
  authors: string[];
  published_at: string | null;
  published_from: DateSource;
  published_confidence: number;
  first_seen_at: string;
  updated_at: string;
  revision: number;
  language: string;
  language_confidence: number;
  text: string;
  blocks: Json<Block[]>;
  section: string | null;
  tags: string[];
  image: string | null;
  dateline_place: string | null;
  site_name: string | null;
  paywalled: boolean;
  word_count: number;
  content_hash: string;
  story_id: string;
  signature: Uint8Array | null;
  page_id: string | null;
  sample: boolean;
  extraction_method: string;
  extraction_confidence: number;
  extraction_version: string;
  topics: ColumnType<string[], string[] | undefined, string[]>;
  genre: ColumnType<Genre | null, Genre | null | undefined, Genre | null>;
  genre_confidence: ColumnType<number | null, number | null | undefined, number | null>;
  relevance: ColumnType<
    Record<string, number>,
    RawBuilder<Record<string, number>> | undefined,
    RawBuilder<Record<string, number>>
  >;
  tag_version: ColumnType<string | null, string | null | undefined, string | null>;
  tagged_at: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface ModelAnswersTable {
  key: string;
  article_id: string;
  task: 'gist' | 'translation' | 'stances';
  language: string;
  model: string;
  answer: Json<unknown>;
  tokens_in: number;
  tokens_out: number;
  made_by: string;
  made_at: string;
}

export interface ModelUseTable {
  day: string;
  requests: number;
  tokens_in: number;
  tokens_out: number;
  refused: number;
}

export interface RevisionsTable {
  article_id: string;
  revision: number;
  seen_at: string;
  title: string;
  text: string;
  published_at: string | null;
  page_id: string | null;
  changes: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
}

export interface MentionsTable {
  article_id: string;
  entity_id: string;
  field: 'title' | 'text';
  start_offset: number;
  end_offset: number;
  surface: string;
  type: 'PER' | 'ORG' | 'LOC' | 'MISC';
  how: 'name' | 'coref' | 'learned';
  acting_for: string | null;
  confidence: number;
  correction_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface QuotesTable {
  article_id: string;
  start_offset: number;
  end_offset: number;
  text: string;
  speaker: string | null;
  speaker_id: string | null;
  speaker_start: number | null;
  speaker_end: number | null;
  kind: 'direct' | 'partial' | 'indirect';
  cue: string | null;
  confidence: number;
}

export interface StancesTable {
  id: string;
  article_id: string;
  holder: string;
  target: string;
  label: Stance['label'];
  strength: number;
  voice: Stance['voice'];
  evidence_field: 'title' | 'text';
  evidence_start: number;
  evidence_end: number;
  evidence_text: string;
  cues: Json<Stance['cues']>;
  method: string;
  confidence: number;
  correction_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface UsersTable {
  id: string;
  name: string;
  role: 'viewer' | 'analyst' | 'admin';
  created_at: string;
  last_visit_at: string | null;
}

export interface SavedSearchesTable {
  id: string;
  owner_id: string;
  name: string;
  query: string;
  params: Json<Record<string, string>>;
  created_at: string;
  looked_at: string;
  feed_token: string;
  sample: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface AlertChannelsTable {
  id: string;
  owner_id: string;
  name: string;
  config: Json<ChannelConfig>;
  active: ColumnType<boolean, boolean | undefined, boolean>;
  last_status: ColumnType<string | null, string | null | undefined, string | null>;
  last_at: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: string;
  /** Null: it is there. */
  removed_at: ColumnType<string | null, string | null | undefined, string | null>;
  removed_by: ColumnType<string | null, string | null | undefined, string | null>;
}

/** People who no longer want the letters of a rule. */
export interface MailOptOutsTable {
  rule_id: string;
  channel_id: string;
  recipient: string;
  at: string;
}

export interface AlertRulesTable {
  id: string;
  search_id: string;
  active: ColumnType<boolean, boolean | undefined, boolean>;
  channels: string[];
  created_at: string;
  kind: OptionalJson<AlertRuleKind | null>;
  timing: OptionalJson<AlertTiming | null>;
  snooze: OptionalJson<AlertSnooze | null>;
  mutes: OptionalJson<AlertMute[]>;
}

export type AlertMatch = {
  field: 'title' | 'text';
  text: string;
  start: number;
  end: number;
  /** The part of the query that it met. */
  clause?: string | undefined;
  /** Id of the entity that the words name. */
  entity?: string | undefined;
};

export interface AlertsTable {
  rule_id: string;
  article_id: string;
  at: string;
  matched: Json<AlertMatch[]>;
  decision: ColumnType<AlertDecision, AlertDecision | undefined, AlertDecision>;
  duplicate_of: ColumnType<string | null, string | null | undefined, string | null>;
  due_at: ColumnType<string | null, string | null | undefined, string | null>;
  detail: OptionalJson<Record<string, unknown> | null>;
}

export type DeliveryState = 'waiting' | 'delivered' | 'retrying' | 'failed';

export interface DeliveriesTable {
  id: string;
  rule_id: string;
  channel_id: string;
  article_ids: string[];
  state: DeliveryState;
  attempts: ColumnType<number, number | undefined, number>;
  created_at: string;
  next_at: string | null;
  last_status: ColumnType<string | null, string | null | undefined, string | null>;
  /** What was last sent, and the first lines of the answer, without secrets. */
  body: ColumnType<string | null, string | null | undefined, string | null>;
  reply: ColumnType<string | null, string | null | undefined, string | null>;
  /** Who of an e-mail channel has the letter. */
  sent_to: ColumnType<string[], string[] | undefined, string[]>;
  /** The delivery that somebody had sent again as this one, and who. */
  resend_of: ColumnType<string | null, string | null | undefined, string | null>;
  asked_by: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface OutboxTable {
  id: Generated<number>;
  job: string;
  payload: Json<unknown>;
  at: string;
  leased_until: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface DeadLettersTable {
  id: string;
  step: string;
  payload: Json<unknown>;
  code: string;
  error: string;
  stack: string | null;
  attempts: number;
  first_at: string;
  last_at: string;
}

export interface CorrectionsTable {
  id: string;
  article_id: string;
  about: CorrectionSubject['about'];
  subject: Json<CorrectionSubject>;
  note: string;
  made_by: string;
  made_at: string;
  supersedes: string | null;
  undone_at: ColumnType<string | null, string | null | undefined, string | null>;
  undone_by: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface RetagRunsTable {
  id: string;
  state: RetagState;
  scope: Json<RetagScope>;
  alerts: boolean;
  tag_version: ColumnType<string | null, string | null | undefined, string | null>;
  after_id: ColumnType<string | null, string | null | undefined, string | null>;
  done: ColumnType<number, number | undefined, number>;
  total: ColumnType<number | null, number | null | undefined, number | null>;
  report: Json<RetagReport>;
  made_by: string;
  made_at: string;
  began_at: string;
  ended_at: ColumnType<string | null, string | null | undefined, string | null>;
  trouble: ColumnType<string | null, string | null | undefined, string | null>;
  holder: ColumnType<string | null, string | null | undefined, string | null>;
  leased_until: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface RetagChangesTable {
  run_id: string;
  article_id: string;
  before: Uint8Array;
  after_hash: string;
  state: ColumnType<
    'written' | 'restored' | 'changed-since',
    'written' | undefined,
    'restored' | 'changed-since'
  >;
}

export interface RegistryEditsTable {
  number: Generated<number>;
  at: string;
  user_id: string;
  note: string | null;
  change: Json<unknown>;
}

export interface ProposedNamesTable {
  article_id: string;
  field: 'title' | 'text';
  start_offset: number;
  end_offset: number;
  surface: string;
  type: string;
  found_by: 'rule' | 'learned';
  sound: string;
  sentence: string;
  confidence: number;
}

export interface ArticleVectorsTable {
  article_id: string;
  model: string;
  dimensions: number;
  vector: Uint8Array;
}

export interface RobotsFilesTable {
  origin: string;
  state: 'found' | 'absent' | 'unreachable';
  body: Uint8Array | null;
  detail: string;
  fetched_at: string;
  expires_at: string;
  unreachable_since: string | null;
}

export type BackfillKind = 'sitemaps' | 'feed' | 'addresses' | 'archive';
export type BackfillState = 'looking' | 'running' | 'done' | 'stopped' | 'failed';

export interface BackfillsTable {
  id: string;
  wish: string;
  kind: BackfillKind;
  outlet_id: string | null;
  options: Json<unknown>;
  state: BackfillState;
  place: OptionalJson<unknown>;
  found: ColumnType<number, number | undefined, number>;
  taken: ColumnType<number, number | undefined, number>;
  bad: ColumnType<number, number | undefined, number>;
  trouble: ColumnType<string | null, string | null | undefined, string | null>;
  made_by: string;
  made_at: string;
  updated_at: string;
  stopped_by: ColumnType<string | null, string | null | undefined, string | null>;
  stopped_at: ColumnType<string | null, string | null | undefined, string | null>;
}

/** Every table of the record, as Kysely sees it. */
export interface Tables {
  outlets: OutletsTable;
  channels: ChannelsTable;
  frontier: FrontierTable;
  hosts: HostsTable;
  host_askers: HostAskersTable;
  host_turns: HostTurnsTable;
  visits: VisitsTable;
  pages: PagesTable;
  articles: ArticlesTable;
  story_bands: { band: number; article_id: string };
  revisions: RevisionsTable;
  mentions: MentionsTable;
  quotes: QuotesTable;
  stances: StancesTable;
  corrections: CorrectionsTable;
  machine_tags: { article_id: string; tags: Json<Tags> };
  retag_runs: RetagRunsTable;
  model_answers: ModelAnswersTable;
  model_use: ModelUseTable;
  retag_changes: RetagChangesTable;
  pending_index: {
    article_id: string;
    since: string;
    quiet: ColumnType<boolean, boolean | undefined, boolean>;
  };
  users: UsersTable;
  saved_searches: SavedSearchesTable;
  alert_channels: AlertChannelsTable;
  alert_rules: AlertRulesTable;
  alerts: AlertsTable;
  deliveries: DeliveriesTable;
  mail_opt_outs: MailOptOutsTable;
  outbox: OutboxTable;
  dead_letters: DeadLettersTable;
  settings: { key: string; value: Json<unknown> };
  registry_edits: RegistryEditsTable;
  proposed_names: ProposedNamesTable;
  outlet_hours: { outlet_id: string; hour: string; found: number };
  outlet_gaps: { outlet_id: string; began_at: string; ended_at: string | null; code: string };
  robots_files: RobotsFilesTable;
  backfills: BackfillsTable;
  article_vectors: ArticleVectorsTable;
}
