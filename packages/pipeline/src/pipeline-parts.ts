import type { Mailer, SendRequest } from '@khabar/alert';
import type { FetchPage } from '@khabar/article';
import type { Assist } from '@khabar/assist';
import type { Logger, Metrics } from '@khabar/observe';
import type { InstallationEvent } from '@khabar/process';
import type { Queues } from '@khabar/queue';
import type { LiveRegistry } from '@khabar/registry';
import type { Search } from '@khabar/search';
import type { RawPages, Secrets, Store } from '@khabar/store';
import type { SubjectPack } from '@khabar/subjects';

import type { Analysis } from './analysis/open-analysis.ts';
import type { ChannelSlots } from './channel-slots.ts';
import type { Indexer } from './indexer.ts';
import type { Relay } from './relay.ts';

/** Everything that the stages work with; opened by an app, handed on, closed by the app. */
export interface PipelineParts {
  readonly store: Store;
  readonly rawPages: RawPages;
  readonly queues: Queues;
  readonly search: Search;
  readonly analysis: Analysis;
  readonly registry: LiveRegistry;
  /** Takes what was changed in the registry, here or in another process; resolves when the threads have it. */
  readonly refreshRegistry: () => Promise<void>;
  /** Subjects that are watched. */
  readonly subjects: readonly SubjectPack[];
  readonly fetchPage: FetchPage;
  /** Asks no site for anything further; a request under way ends as it would. */
  readonly stopFetching: () => void;
  /** Sends alert messages through the same address guard. */
  readonly send: SendRequest;
  /** null: no mail server is set. */
  readonly mailer: Mailer | null;
  /** Opens the secrets of channels. */
  readonly secrets: Secrets;
  /** Keeps a slow receiver from taking every sender. */
  readonly channelSlots: ChannelSlots;
  /** The language model of the user's own; null: none. */
  readonly assist: Assist | null;
  /** It proposes stances for every new article, unasked. */
  readonly proposesStances: boolean;
  readonly relay: Relay;
  readonly indexer: Indexer;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** Address of this installation, for links in messages. */
  readonly publicUrl: () => string;
  /** Tells who listens (event stream, progress) that something happened. */
  readonly onEvent?: (event: PipelineEvent) => void;
}

export type PipelineEvent = InstallationEvent;
