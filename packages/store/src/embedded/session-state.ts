import {
  CREATE_SESSION_LOCKS,
  LOCK_HOLDER,
  releaseSessionLocks,
  SESSION_LOCK_TABLE,
} from './session-locks.ts';
import type { Session } from './session.ts';
import { captureSettings, type Settings } from './settings.ts';
import { quoteIdentifier, type SqlMentions, sqlMentions, withConnectionLocks } from './sql-text.ts';
import { type Frame, readCString, rowsOf } from './wire-messages.ts';

/** What connections hold in the one session beside transactions. */
export interface SharedState {
  readonly session: Session;
  /** Who made which temporary table or SQL-level prepared statement. */
  readonly owners: Map<string, SessionState>;
  /** Channels that other connections listen to. */
  channelsOfOthers(state: SessionState): ReadonlySet<string>;
}

/** One connection's share of the session's state: channels, settings, temporary tables, PREPAREd statements, advisory locks. */
export class SessionState {
  readonly id: number;
  settings: Settings = new Map();
  readonly channels = new Set<string>();
  readonly #shared: SharedState;
  #mentions: SqlMentions[] = [];
  #hasLocks = false;
  #epoch = 0;

  constructor(id: number, shared: SharedState) {
    this.id = id;
    this.#shared = shared;
  }

  get leavesTraces(): boolean {
    return this.channels.size > 0 || this.#hasLocks || this.#owned().length > 0;
  }

  /** Before a batch runs; `alone`: no transaction is open. */
  async before(frames: readonly Frame[], alone: boolean): Promise<void> {
    const mentions = frames.flatMap(mentionsOf);
    this.#mentions.push(...mentions);
    const { session } = this.#shared;
    this.#epoch = session.engine.epoch;
    if (mentions.some((mention) => mention.advisory)) {
      this.#hasLocks = true;
      await session.ask(`${CREATE_SESSION_LOCKS};select set_config('${LOCK_HOLDER}', '${this.id}', false)`);
    }
    if (alone && mentions.some((mention) => mention.hiddenListen)) await this.#listenAlone();
  }

  rewrite(sql: string): string {
    return sqlMentions(sql).advisory ? withConnectionLocks(sql, 'pg_temp') : sql;
  }

  /** After a batch, when no transaction is open: notes what it left in the session. */
  async after(): Promise<void> {
    if (this.#mentions.length === 0) return;
    const mentions = this.#mentions;
    this.#mentions = [];
    const { session } = this.#shared;
    if (mentions.some((mention) => mention.channels.length > 0)) await this.#channelsChanged(mentions);
    if (mentions.some((mention) => mention.hiddenListen)) await this.#channelsFromSession();
    if (mentions.some((mention) => mention.settings)) {
      this.settings = await captureSettings(session);
      // The next connection in turn must not take these for its own.
      session.settingsKey = null;
    }
    if (mentions.some((mention) => mention.temporary || mention.prepare)) await this.#claimNew();
    if (mentions.some((mention) => mention.prepare)) session.generation += 1;
  }

  /** Takes everything back. */
  async leave(): Promise<void> {
    const { session, owners } = this.#shared;
    if (this.#epoch !== session.engine.epoch) return;
    const others = this.#shared.channelsOfOthers(this);
    const unlisten = [...this.channels].filter((channel) => !others.has(channel));
    for (const channel of unlisten) session.channels.delete(channel);
    const statements = [
      ...unlisten.map((channel) => `unlisten ${quoteIdentifier(channel)}`),
      ...this.#owned().map(
        (what) =>
          `${what.startsWith('prepared ') ? 'deallocate' : 'drop table if exists'} ${what.slice(what.indexOf(' ') + 1)} `,
      ),
      ...(this.#hasLocks ? [releaseSessionLocks(this.id)] : []),
    ];
    for (const what of this.#owned()) owners.delete(what);
    if (statements.length > 0) await session.ask(statements.join(';'));
  }

  #owned(): string[] {
    return [...this.#shared.owners].filter(([, owner]) => owner === this).map(([what]) => what);
  }

  async #channelsChanged(mentions: readonly SqlMentions[]): Promise<void> {
    const { session } = this.#shared;
    for (const { verb, channel } of mentions.flatMap((mention) => mention.channels)) {
      if (verb === 'listen') this.channels.add(channel);
      else if (channel === '*') this.channels.clear();
      else this.channels.delete(channel);
    }
    await this.#joinChannels();
    const left = mentions.some((mention) => mention.channels.some(({ verb }) => verb === 'unlisten'));
    if (left && session.channels.size > 0) await session.listenAgain();
  }

  async #joinChannels(): Promise<void> {
    const { session } = this.#shared;
    session.channels.clear();
    for (const channel of [...this.channels, ...this.#shared.channelsOfOthers(this)])
      session.channels.add(channel);
  }

  /** Only this connection's channels, so that what the session listens to afterwards is its own. */
  async #listenAlone(): Promise<void> {
    const own = [...this.channels].map((channel) => `listen ${quoteIdentifier(channel)}`);
    await this.#shared.session.ask(['unlisten *', ...own].join(';'));
  }

  async #channelsFromSession(): Promise<void> {
    const { session } = this.#shared;
    const rows = rowsOf(await session.ask('select pg_listening_channels()'));
    this.channels.clear();
    for (const [channel] of rows) if (typeof channel === 'string') this.channels.add(channel);
    await this.#joinChannels();
    if (session.channels.size > 0) await session.listenAgain();
  }

  async #claimNew(): Promise<void> {
    const { session, owners } = this.#shared;
    const rows = rowsOf(
      await session.ask(
        `select 'table ' || oid::regclass::text from pg_class
          where relpersistence = 't' and relkind = 'r' and relname <> '${SESSION_LOCK_TABLE}'
         union all select 'prepared ' || quote_ident(name) from pg_prepared_statements where from_sql`,
      ),
    );
    const names = rows.flatMap(([name]) => (typeof name === 'string' ? [name] : []));
    for (const name of names) if (!owners.has(name)) owners.set(name, this);
    for (const name of owners.keys()) if (!names.includes(name)) owners.delete(name);
  }
}

function mentionsOf(frame: Frame): SqlMentions[] {
  if (frame.type !== 'Q' && frame.type !== 'P') return [];
  const at = frame.type === 'Q' ? 5 : readCString(frame.bytes, 5).next;
  const mentions = sqlMentions(readCString(frame.bytes, at).text);
  const { channels, hiddenListen, settings, temporary, prepare, advisory } = mentions;
  return channels.length > 0 || hiddenListen || settings || temporary || prepare || advisory
    ? [mentions]
    : [];
}
