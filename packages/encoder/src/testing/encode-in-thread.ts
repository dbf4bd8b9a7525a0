import { parentPort } from 'node:worker_threads';

import { openEncoder } from '../open-encoder.ts';

// A thread of the test: answers each text with its states, or with the reason why it cannot.
const encoder = await openEncoder();

async function answer(text: string): Promise<void> {
  if ('unavailable' in encoder) parentPort?.postMessage(encoder.unavailable);
  else parentPort?.postMessage((await encoder.encode([text]))[0]?.states);
}

parentPort?.on('message', (text: string) => void answer(text));
