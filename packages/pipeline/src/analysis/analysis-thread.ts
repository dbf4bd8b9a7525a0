import { parentPort, workerData } from 'node:worker_threads';

import { readSubjects } from '@khabar/subjects';
import type { Tagger } from '@khabar/tag';
import { z } from 'zod';

import { analyse } from './analyse.ts';
import { openArticleTagger } from './open-article-tagger.ts';
import type { AnalysisReply, AnalysisRequest, AnalysisTask } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('analysis-thread.ts runs in a worker thread');

const reply = (message: AnalysisReply): void => port.postMessage(message);
let tagger: Tagger | null = null;
const { subjects: wanted } = z.object({ subjects: z.string().optional() }).parse(workerData ?? {});
const subjects = readSubjects(wanted);

port.on('message', (request: AnalysisRequest) => {
  if (request.kind === 'registry') {
    tagger = openArticleTagger(request.registry, subjects);
    reply({ kind: 'ready', tagVersion: tagger.version });
  } else if (tagger !== null) {
    answer(request, request.neutral ? { ...tagger, tag: tagger.tagWithNeutral } : tagger);
  }
});

function answer({ id, task }: { id: number; task: AnalysisTask }, by: Tagger): void {
  try {
    reply({ kind: 'done', id, result: analyse(task, by) });
  } catch (error) {
    reply({
      kind: 'failed',
      id,
      message: error instanceof Error ? error.message : String(error),
      stack: error instanceof Error ? (error.stack ?? null) : null,
    });
  }
}
