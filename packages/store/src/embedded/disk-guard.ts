import { describeSpace, isNearlyFull, type Space } from './free-space.ts';
import type { Session } from './session.ts';

/** SQLSTATE disk_full. */
const DISK_FULL = '53100';
/** SQLSTATE read_only_sql_transaction. */
const READ_ONLY = '25006';

/** Stops writing before the disk is full: on a full disk PGlite's next call never returns. */
export class DiskGuard {
  readonly #session: Session;
  readonly #space: () => Promise<Space>;
  readonly #onChange: (reason: string | null) => void;
  reason: string | null = null;

  constructor(
    session: Session,
    deps: { space: () => Promise<Space>; onChange: (reason: string | null) => void },
  ) {
    this.#session = session;
    this.#space = deps.space;
    this.#onChange = deps.onChange;
  }

  /** Looks at the free space; called every few seconds. */
  async look(): Promise<void> {
    const space = await this.#space();
    const full = isNearlyFull(space, this.reason !== null);
    if (full) this.#stop(describeSpace(space));
    else if (this.reason !== null) this.#goOn();
  }

  /** Clearer words for an error that a full disk, or this guard, caused; null: another error. */
  explain(fields: ReadonlyMap<string, string>): { code: string; message: string } | null {
    const code = fields.get('C');
    const message = fields.get('M') ?? '';
    if (code === READ_ONLY && this.reason !== null) {
      return { code: DISK_FULL, message: `STORE_DISK_FULL: read-only (${this.reason}): ${message}` };
    }
    if (code !== DISK_FULL && !/no space left/i.test(message)) return null;
    this.#session.mayHang = true;
    this.#stop(`disk: ${message}`);
    return { code: DISK_FULL, message: `STORE_DISK_FULL: ${message}` };
  }

  #stop(reason: string): void {
    const before = this.reason;
    this.reason = reason;
    if (before !== null) return;
    this.#session.readOnly = true;
    this.#session.settingsKey = null;
    this.#onChange(reason);
  }

  #goOn(): void {
    this.reason = null;
    this.#session.readOnly = false;
    this.#session.mayHang = false;
    this.#session.settingsKey = null;
    this.#onChange(null);
  }
}
