// The thread in which PGlite runs: a query blocks its thread, so no other work may live here.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import { PGlite } from '@electric-sql/pglite';

import { type EngineData, type FromEngine, MAX_UNSENT_BYTES, type ToEngine } from './engine-messages.ts';

const CHUNK_BYTES = 64 << 10;

// PGlite never checkpoints by itself, so WAL is bounded by the owner (maintenance.ts); these keep what is recycled small.
const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  ...['min_wal_size=32MB', 'max_wal_size=64MB', 'jit=off'].flatMap((setting) => ['-c', setting]),
];

async function serveStore(port: MessagePort, data: EngineData): Promise<void> {
  const unsent = new Int32Array(data.unsent);
  const db = await PGlite.create({
    startParams: START_PARAMETERS,
    ...(data.folder === null ? {} : { dataDir: data.folder }),
    ...(data.image === null ? {} : { loadDataDir: new Blob([new Uint8Array(data.image)]) }),
  });
  const version = await db.query<{ v: string }>("select current_setting('server_version') as v");
  const say = (message: FromEngine): void => port.postMessage(message);

  const send = (chunks: readonly Uint8Array[]): void => {
    const bytes = new Uint8Array(Buffer.concat(chunks));
    for (;;) {
      const waiting = Atomics.load(unsent, 0);
      if (waiting < MAX_UNSENT_BYTES) break;
      Atomics.wait(unsent, 0, waiting);
    }
    Atomics.add(unsent, 0, bytes.length);
    port.postMessage({ kind: 'output', bytes } satisfies FromEngine, [bytes.buffer]);
  };

  const run = async (input: Uint8Array): Promise<void> => {
    let chunks: Uint8Array[] = [];
    let size = 0;
    const onRawData = (bytes: Uint8Array): void => {
      chunks.push(bytes.slice());
      size += bytes.length;
      if (size < CHUNK_BYTES) return;
      send(chunks);
      chunks = [];
      size = 0;
    };
    await db.execProtocolRawStream(input, { onRawData });
    if (size > 0) send(chunks);
    say({ kind: 'done' });
  };

  const close = async (): Promise<void> => {
    if (data.folder !== null) await db.exec('checkpoint');
    await db.close();
    say({ kind: 'closed' });
    port.close();
  };

  const image = async (): Promise<void> => {
    const dump = await db.dumpDataDir('none');
    say({ kind: 'image', bytes: new Uint8Array(await dump.arrayBuffer()) });
  };

  const obey = async (message: ToEngine): Promise<void> => {
    switch (message.kind) {
      case 'run':
        return run(message.input);
      case 'image':
        return image();
      case 'close':
        return close();
    }
  };

  port.on('message', (message: ToEngine) => {
    obey(message).catch((error: unknown) => say({ kind: 'failed', message: String(error) }));
  });
  say({ kind: 'ready', serverVersion: version.rows[0]?.v ?? 'unknown' });
}

if (parentPort !== null) await serveStore(parentPort, workerData);
