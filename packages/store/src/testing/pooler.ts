import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands in for PgBouncer in what matters to a client: start parameters that it does not know are refused. */
export interface Pooler {
  /** Of the same database, through it. */
  readonly url: string;
  close(): Promise<void>;
}

/** What PgBouncer passes on, by its documentation (`track_extra_parameters`). */
const KNOWN = new Set([
  'user',
  'database',
  'client_encoding',
  'datestyle',
  'timezone',
  'standard_conforming_strings',
  'application_name',
]);

/** Opens it before the server at `url`. */
export async function openPooler(url: string): Promise<Pooler> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {}).on('close', () => sockets.delete(client));
    client.once('data', (start) => {
      const refused = startParameters(start).find((name) => !KNOWN.has(name.toLowerCase()));
      if (refused !== undefined) {
        client.end(errorResponse(`unsupported startup parameter: ${refused}`));
        return;
      }
      const upstream = connect(Number(target.port === '' ? '5432' : target.port), target.hostname);
      upstream.on('error', () => client.destroy());
      upstream.write(start);
      client.pipe(upstream).pipe(client);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = typeof address === 'object' && address !== null ? String(address.port) : '';
  return {
    url: through.href,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Names of the parameters in a start message: length, protocol, then pairs that end in NUL. */
function startParameters(message: Buffer): string[] {
  const texts = message.subarray(8).toString().split('\0');
  return texts.filter((text, index) => index % 2 === 0 && text !== '');
}

function errorResponse(message: string): Buffer {
  const fields = `SFATAL\0VFATAL\0C08P01\0M${message}\0\0`;
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}
