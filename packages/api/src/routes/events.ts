import type { OpenAPIHono } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';

import type { ApiServices } from '../services.ts';

const KEEP_ALIVE_MS = 20_000;

/** `GET /events`: server-sent events `article`, `alert`, `source`, `job`; goes on after `Last-Event-ID`. */
export function eventRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      const last = Number(context.req.header('last-event-id') ?? Number.NaN);
      const send = (event: { id: number; name: string; data: unknown }) =>
        stream.writeSSE({ id: String(event.id), event: event.name, data: JSON.stringify(event.data) });
      if (!Number.isNaN(last)) for (const event of services.events.since(last)) await send(event);
      const stop = services.events.listen((event) => void send(event).catch(() => {}));
      const keepAlive = setInterval(
        () => void stream.write(': still here\n\n').catch(() => {}),
        KEEP_ALIVE_MS,
      );
      keepAlive.unref();
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(keepAlive);
      stop();
    }),
  );
}
