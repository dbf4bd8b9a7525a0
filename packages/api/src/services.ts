import type { EncoderStatus } from '@khabar/article';
import type { Logger, Metrics } from '@khabar/observe';
import type { Queues } from '@khabar/queue';
import type { LiveRegistry } from '@khabar/registry';
import type { Search } from '@khabar/search';
import type { Secrets, Store } from '@khabar/store';
import type { SubjectPack } from '@khabar/subjects';

import type { EventHub } from './event-hub.ts';

/** State of the whole, in words. */
export interface Health {
  readonly state: 'starting' | 'ok' | 'degraded';
  readonly reasons: readonly string[];
}

/** What can be asked of the sample coverage. */
export interface SampleControl {
  status(): Promise<{ loaded: boolean; loading: boolean; articles: number; expected: number }>;
  /** Removes every row of it; returns how many articles went. */
  remove(): Promise<number>;
  /** Loads it again. */
  load(): Promise<void>;
}

/** Long work that the owner of the store does for a command. */
export interface Upkeep {
  /** Begins to build the index anew, or goes on with that. Returns how many articles are left to put. */
  reindex(): Promise<number>;
  /** Gives that up; the index that is searched stays. False: none was under way. */
  stopReindex(): Promise<boolean>;
  /** Queues articles for tagging: all, or those that another version tagged; with `extract`, pages for reading too. */
  retag(options: { all: boolean; extract: boolean }): Promise<number>;
  /** What is left of the work above. */
  remaining(): Promise<{ extract: number; tag: number; index: number }>;
  /** Copies the record into a folder of the machine that runs Khabar. */
  backup(destination: string): Promise<{ path: string; bytes: number }>;
}

/** Everything that the API answers from. */
export interface ApiServices {
  readonly store: Store;
  readonly queues: Queues;
  readonly search: Search;
  /** Seals what the record must not show. */
  readonly secrets: Secrets;
  readonly registry: LiveRegistry;
  /** Takes what was changed in the registry; resolves when this process works with it. */
  readonly refreshRegistry: () => Promise<void>;
  /** Subjects that are watched. */
  readonly subjects: readonly SubjectPack[];
  /** The language model of the settings; absent: none. */
  readonly assist?: { readonly model: string; readonly tokensPerDay: number };
  readonly sample: SampleControl;
  readonly upkeep: Upkeep;
  readonly events: EventHub;
  readonly health: () => Promise<Health>;
  readonly info: {
    readonly version: string;
    readonly tagVersion: string;
    /** Absent: not known (no worker has begun yet). */
    readonly encoder?: EncoderStatus | undefined;
    readonly roles: { readonly record: string; readonly queue: string; readonly search: string };
  };
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly publicUrl: () => string;
  /** Is a request for this host name (`Host`) meant for us? Loopback names only when absent. */
  readonly answersTo?: (hostName: string) => boolean;
}
