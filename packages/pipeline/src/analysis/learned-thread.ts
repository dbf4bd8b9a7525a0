import { parentPort, workerData } from 'node:worker_threads';

import { openEncoder } from '@khabar/encoder';
import { openLearnedReader } from '@khabar/tag';
import { z } from 'zod';

import type { LearnedReply, LearnedRequest } from './learned-protocol.ts';
import { learnedVersion, readLearned, type ReadingDeps } from './read-learned.ts';
import { rememberingReader } from './remembering-reader.ts';

const port = parentPort;
if (port === null) throw new Error('learned-thread.ts runs in a worker thread');

/** A few megabytes; a day of a few hundred outlets brings as many sentences in an hour. */
const SENTENCES_KEPT = 2000;

const reply = (message: LearnedReply): void => port.postMessage(message);
const { maxSentences, weights } = z
  .object({ maxSentences: z.number(), weights: z.string().optional() })
  .parse(workerData);

const reader = await openLearnedReader(
  weights === undefined ? {} : { openEncoder: () => openEncoder({ folder: new URL(weights) }) },
);
if ('unavailable' in reader) {
  reply({ kind: 'unavailable', reason: reader.unavailable });
} else {
  const deps = { reader: rememberingReader(reader, SENTENCES_KEPT), maxSentences };
  port.on('message', (request: LearnedRequest) => void answer(request, deps));
  reply({ kind: 'ready', version: learnedVersion(reader, maxSentences) });
}

async function answer({ id, article, tags }: LearnedRequest, deps: ReadingDeps): Promise<void> {
  try {
    reply({ kind: 'done', id, tags: await readLearned(article, tags, deps) });
  } catch (error) {
    reply({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
}
