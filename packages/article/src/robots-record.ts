/** A robots.txt as it was answered, with what came of it. */
export interface KeptRobots {
  readonly state: 'found' | 'absent' | 'unreachable';
  /** Of a found one. */
  readonly body: Uint8Array | null;
  /** In words, for an unreachable one. */
  readonly detail: string;
  /** UTC ISO 8601. */
  readonly fetchedAt: string;
  readonly expiresAt: string;
  readonly unreachableSince: string | null;
}

/** Where robots.txt files are kept for all processes that ask the same hosts, and over restarts. */
export interface RobotsRecord {
  /** undefined: nothing is kept of this origin. May throw when the record is away; the caller goes on without it. */
  get(origin: string): Promise<KeptRobots | undefined>;
  put(origin: string, kept: KeptRobots): Promise<void>;
}
