import type { Session } from './session.ts';
import { closeStatement, type Frame, message, readCString } from './wire-messages.ts';

interface Statement {
  /** The Parse message under the server's own name. */
  readonly parse: Buffer;
  readonly serverName: string;
  generation: number;
}

/** Input for the store, and how many ParseComplete of it were not asked for by the client. */
export interface Translated {
  readonly input: Buffer;
  readonly hiddenParses: number;
}

/**
 * A connection's prepared statements. The session is shared, so named ones get names of the server; one that the
 * session has lost meanwhile (the store restarted, another connection parsed an unnamed one) is parsed again.
 */
export class Statements {
  readonly #prefix: string;
  readonly #named = new Map<string, Statement>();
  #unnamed: Buffer | null = null;
  #count = 0;

  constructor(connection: number) {
    this.#prefix = `k${connection}_`;
  }

  /** Writes a batch in the server's names. `rewriteSql` may change a statement's text. */
  translate(frames: readonly Frame[], session: Session, rewriteSql: (sql: string) => string): Translated {
    const again: Buffer[] = [];
    const parts = frames.map((frame): Buffer => {
      switch (frame.type) {
        case 'Q':
          session.unnamedOwner = null;
          return rewritten(frame, rewriteSql);
        case 'P':
          return this.#parse(frame, session, rewriteSql);
        case 'B':
          return this.#bind(frame, session, again);
        case 'D':
        case 'C':
          return this.#describeOrClose(frame, session, again);
        default:
          return frame.bytes;
      }
    });
    return { input: Buffer.concat([...again, ...parts]), hiddenParses: again.length };
  }

  /** Messages that free what this connection has prepared. */
  closeAll(): readonly Buffer[] {
    return [...this.#named.values()].map((statement) => closeStatement(statement.serverName));
  }

  #parse(frame: Frame, session: Session, rewriteSql: (sql: string) => string): Buffer {
    const name = readCString(frame.bytes, 5);
    const sql = readCString(frame.bytes, name.next);
    const rest = frame.bytes.subarray(sql.next);
    const text = rewriteSql(sql.text);
    if (name.text === '') {
      const parse = text === sql.text ? frame.bytes : message('P', Buffer.from(`\0${text}\0`), rest);
      this.#unnamed = parse;
      session.unnamedOwner = this;
      return parse;
    }
    // A second Parse of one name must fail as PostgreSQL does, so it goes under the same server name.
    const serverName = this.#named.get(name.text)?.serverName ?? `${this.#prefix}${++this.#count}`;
    const parse = message('P', Buffer.from(`${serverName}\0${text}\0`), rest);
    this.#named.set(name.text, { parse, serverName, generation: session.generation });
    return parse;
  }

  #bind(frame: Frame, session: Session, again: Buffer[]): Buffer {
    const portal = readCString(frame.bytes, 5);
    const name = readCString(frame.bytes, portal.next);
    const serverName = this.#use(name.text, session, again);
    if (serverName === name.text) return frame.bytes;
    return message(
      'B',
      frame.bytes.subarray(5, portal.next),
      Buffer.from(`${serverName}\0`),
      frame.bytes.subarray(name.next),
    );
  }

  #describeOrClose(frame: Frame, session: Session, again: Buffer[]): Buffer {
    if (frame.bytes[5] !== 0x53) return frame.bytes;
    const { text: name } = readCString(frame.bytes, 6);
    if (frame.type === 'D') {
      const serverName = this.#use(name, session, again);
      return serverName === name ? frame.bytes : message('D', Buffer.from(`S${serverName}\0`));
    }
    const serverName = this.#named.get(name)?.serverName;
    this.#named.delete(name);
    return serverName === undefined ? frame.bytes : closeStatement(serverName);
  }

  #use(name: string, session: Session, again: Buffer[]): string {
    if (name === '') {
      if (session.unnamedOwner !== this && this.#unnamed !== null) {
        again.push(this.#unnamed);
        session.unnamedOwner = this;
      }
      return name;
    }
    const statement = this.#named.get(name);
    // A name that was never parsed must not hit another connection's.
    if (statement === undefined) return `${this.#prefix}none`;
    if (statement.generation !== session.generation) {
      again.push(statement.parse);
      statement.generation = session.generation;
    }
    return statement.serverName;
  }
}

function rewritten(frame: Frame, rewriteSql: (sql: string) => string): Buffer {
  const { text } = readCString(frame.bytes, 5);
  const sql = rewriteSql(text);
  return sql === text ? frame.bytes : message('Q', Buffer.from(`${sql}\0`));
}
