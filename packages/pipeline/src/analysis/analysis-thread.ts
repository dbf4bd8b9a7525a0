import { parentPort } from 'node:worker_threads';

import { loadRegistry } from '@khabar/registry';
import { openTagger } from '@khabar/tag';

import { analyse } from './analyse.ts';
import type { AnalysisReply, AnalysisRequest } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('analysis-thread.ts runs in a worker thread');

const registry = await loadRegistry();
const tagger = openTagger(registry.entities);

const reply = (message: AnalysisReply): void => port.postMessage(message);

port.on('message', ({ id, task }: AnalysisRequest) => {
  try {
    reply({ kind: 'done', id, result: analyse(task, tagger) });
  } catch (error) {
    reply({
      kind: 'failed',
      id,
      message: error instanceof Error ? error.message : String(error),
      stack: error instanceof Error ? (error.stack ?? null) : null,
    });
  }
});
reply({ kind: 'ready', tagVersion: tagger.version });
