import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError } from '@khabar/article';
import { type DeliveryRow, LOCAL_USER } from '@khabar/store';

import { answers, decodeCursor, encodeCursor, IdParam, notFound } from '../route-parts.ts';
import { DeliveryList, DeliveryReplay, DeliveryView, Replayed } from '../schemas.ts';
import type { ApiServices } from '../services.ts';

const State = z.enum(['waiting', 'delivered', 'retrying', 'failed']);
const deliveries = createRoute({
  method: 'get',
  path: '/deliveries',
  summary: 'Messages sent and to be sent',
  tags: ['Alerts'],
  request: {
    query: z.object({
      channel: z.string().max(100).optional(),
      rule: z.string().max(100).optional(),
      state: State.optional(),
      since: z.iso.datetime().optional(),
      cursor: z.string().max(500).optional(),
    }),
  },
  responses: answers(DeliveryList, 'Newest first'),
});
const delivery = createRoute({
  method: 'get',
  path: '/deliveries/{id}',
  summary: 'A message with its body and the first lines of the answer',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(DeliveryView, 'The message'), ...notFound },
});
const resend = createRoute({
  method: 'post',
  path: '/deliveries/{id}/resend',
  summary: 'Send a message once more',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(Replayed, 'It waits to be sent'), ...notFound },
});
const replay = createRoute({
  method: 'post',
  path: '/deliveries/replay',
  summary: 'Send all messages of a filter once more, a thousand at most',
  tags: ['Alerts'],
  request: { body: { content: { 'application/json': { schema: DeliveryReplay } }, required: true } },
  responses: answers(Replayed, 'How many wait to be sent'),
});

const PAGE = 50;
const MOST_AGAIN = 1000;

/** `/deliveries`: the log of messages, and sending them again. */
export function deliveryRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;

  const views = async (rows: readonly DeliveryRow[]) => {
    const rules = new Map((await store.alerts.rules()).map((rule) => [rule.id, rule.name]));
    const channels = new Map((await store.alerts.channels()).map((channel) => [channel.id, channel.name]));
    return rows.map((row) => ({
      id: row.id,
      channelId: row.channel_id,
      channelName: channels.get(row.channel_id) ?? row.channel_id,
      ruleId: row.rule_id,
      ruleName: rules.get(row.rule_id) ?? row.rule_id,
      articles: row.article_ids.length,
      state: row.state,
      attempts: row.attempts,
      createdAt: row.created_at,
      nextAt: row.next_at,
      lastStatus: row.last_status,
      resendOf: row.resend_of,
    }));
  };

  const sendAgain = async (rows: readonly DeliveryRow[]): Promise<number> => {
    const at = services.now().toISOString();
    await store.transaction(async (records) => {
      const jobs: { job: string; payload: unknown }[] = [];
      for (const row of rows) {
        const deliveryId = await records.alerts.addDelivery(
          {
            ruleId: row.rule_id,
            channelId: row.channel_id,
            articleIds: row.article_ids,
            resendOf: row.id,
            askedBy: LOCAL_USER.id,
          },
          at,
        );
        jobs.push({ job: 'deliver', payload: { deliveryId } });
      }
      await records.outbox.add(jobs, at);
    });
    return rows.length;
  };

  const found = async (id: string): Promise<DeliveryRow> => {
    const row = await store.alerts.delivery(id);
    if (row === undefined) throw new KhabarError('NOT_FOUND', `delivery ${id}: there is none of this id`);
    return row;
  };

  app.openapi(deliveries, async (context) => {
    const { channel, rule, state, since, cursor } = context.req.valid('query');
    const offset = decodeCursor(cursor, z.number().int().min(0)) ?? 0;
    const rows = await store.alerts.deliveries({
      limit: PAGE + 1,
      offset,
      ...filterOf({ channel, rule, state, since }),
    });
    return context.json(
      {
        total: offset + rows.length,
        items: await views(rows.slice(0, PAGE)),
        cursor: rows.length > PAGE ? encodeCursor(offset + PAGE) : null,
      },
      200,
    );
  });

  app.openapi(delivery, async (context) => {
    const row = await found(context.req.valid('param').id);
    const [view] = await views([row]);
    if (view === undefined) throw new KhabarError('INTERNAL', `delivery ${row.id}: it has no view`);
    return context.json({ ...view, body: row.body, reply: row.reply, articleIds: row.article_ids }, 200);
  });

  app.openapi(resend, async (context) => {
    const row = await found(context.req.valid('param').id);
    return context.json({ sentAgain: await sendAgain([row]) }, 200);
  });

  app.openapi(replay, async (context) => {
    const { channel, rule, state, since } = context.req.valid('json');
    const rows = await store.alerts.deliveries({
      limit: MOST_AGAIN,
      offset: 0,
      ...filterOf({ channel, rule, state, since }),
    });
    return context.json({ sentAgain: await sendAgain(rows) }, 200);
  });
}

interface Wanted {
  readonly channel: string | undefined;
  readonly rule: string | undefined;
  readonly state: z.infer<typeof State> | undefined;
  readonly since: string | undefined;
}

function filterOf({ channel, rule, state, since }: Wanted) {
  return {
    ...(channel === undefined || channel === '' ? {} : { channelId: channel }),
    ...(rule === undefined || rule === '' ? {} : { ruleId: rule }),
    ...(state === undefined ? {} : { state }),
    ...(since === undefined ? {} : { since }),
  };
}
