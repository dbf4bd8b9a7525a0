import { executePortal, type Frame, PORTAL_SUSPENDED, readCString } from './wire-messages.ts';

/** A message about a portal: Execute or Close. */
export type CursorMessage =
  | { readonly kind: 'execute'; readonly portal: string; readonly maxRows: number }
  | { readonly kind: 'close'; readonly portal: string };

export function cursorMessage(frame: Frame): CursorMessage | null {
  if (frame.type === 'C' && frame.bytes[5] === 0x50) {
    return { kind: 'close', portal: readCString(frame.bytes, 6).text };
  }
  if (frame.type !== 'E') return null;
  const { text: portal, next } = readCString(frame.bytes, 5);
  return { kind: 'execute', portal, maxRows: frame.bytes.readInt32BE(next) };
}

const STEP_ROWS = 2000;
const READ_AHEAD_BYTES = 32 << 20;

/** Runs messages in the session and hands back what came out. */
export type RunInSession = (input: Buffer) => Promise<readonly Frame[]>;

/**
 * A portal that a client reads in parts outside a transaction. Its rows are read ahead, so that the session need not
 * be kept while the client thinks; beyond the limit of bytes the session is kept after all.
 */
export class Cursor {
  readonly #portal: string;
  readonly #run: RunInSession;
  #rows: Buffer[] = [];
  #at = 0;
  /** What came behind the last row: CommandComplete, an error. */
  #end: Frame | null = null;
  #bytes = 0;

  constructor(portal: string, run: RunInSession) {
    this.#portal = portal;
    this.#run = run;
  }

  /** All rows are here: the session is not needed any more. */
  get complete(): boolean {
    return this.#end !== null;
  }

  get failed(): boolean {
    return this.#end?.type === 'E';
  }

  /** It only read, so ending its transaction early changes nothing. */
  get onlyRead(): boolean {
    return this.#end?.type === 'C' && this.#end.bytes.toString('latin1', 5).startsWith('SELECT');
  }

  /** The answer to Execute with a limit of rows (0: all). */
  async execute(maxRows: number): Promise<Buffer> {
    const wanted = maxRows === 0 ? Number.POSITIVE_INFINITY : maxRows;
    while (this.#end === null && (this.#rows.length - this.#at < wanted || this.#bytes < READ_AHEAD_BYTES)) {
      await this.#fill();
    }
    const rows = this.#rows.slice(this.#at, Math.min(this.#rows.length, this.#at + wanted));
    this.#at += rows.length;
    this.#bytes -= rows.reduce((sum, row) => sum + row.length, 0);
    const left = this.#rows.length - this.#at;
    if (left === 0) {
      this.#rows = [];
      this.#at = 0;
    }
    // PostgreSQL says "suspended" whenever the limit was reached, also when no row is left.
    const end = this.#end === null || rows.length === wanted ? PORTAL_SUSPENDED : this.#end.bytes;
    return Buffer.concat([...rows, end]);
  }

  async #fill(): Promise<void> {
    for (const frame of await this.#run(executePortal(this.#portal, STEP_ROWS))) {
      if (frame.type === 'D') this.#add(frame.bytes);
      else if (frame.type === 'C' || frame.type === 'E' || frame.type === 'I') this.#end = frame;
    }
  }

  #add(bytes: Buffer): void {
    this.#bytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      this.#rows.push(bytes.subarray(at, end));
      at = end;
    }
  }
}
