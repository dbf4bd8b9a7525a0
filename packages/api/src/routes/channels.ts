import { randomBytes } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type ChannelConfig, KhabarError } from '@khabar/article';
import { type ChannelRow, LOCAL_USER, newId } from '@khabar/store';

import { answers, IdParam, notFound } from '../route-parts.ts';
import { ChannelList, ChannelTest, ChannelView, Done, NewChannel } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { deliveryRoutes } from './deliveries.ts';

const Added = ChannelView.extend({ secret: z.string().optional() }).openapi('ChannelAdded');
const Change = z.object({ active: z.boolean() }).openapi('ChannelChange');

const channels = createRoute({
  method: 'get',
  path: '/channels',
  summary: 'Where alerts go',
  tags: ['Alerts'],
  responses: answers(ChannelList, 'By name; secrets are never shown again'),
});
const addChannel = createRoute({
  method: 'post',
  path: '/channels',
  summary: 'Add a channel: webhook, e-mail, Slack, Telegram, Matrix, ntfy or Apprise',
  tags: ['Alerts'],
  request: { body: { content: { 'application/json': { schema: NewChannel } }, required: true } },
  responses: answers(Added, 'The channel; a secret that Khabar made is shown this once'),
});
const changeChannel = createRoute({
  method: 'patch',
  path: '/channels/{id}',
  summary: 'Switch a channel on or off',
  tags: ['Alerts'],
  request: {
    params: IdParam,
    body: { content: { 'application/json': { schema: Change } }, required: true },
  },
  responses: { ...answers(ChannelView, 'As it is now'), ...notFound },
});
const removeChannel = createRoute({
  method: 'delete',
  path: '/channels/{id}',
  summary: 'Remove a channel; its deliveries stay to be read',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'Removed'), ...notFound },
});
const restoreChannel = createRoute({
  method: 'post',
  path: '/channels/{id}/restore',
  summary: 'Take a removed channel back',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(ChannelView, 'As it is now'), ...notFound },
});
const testChannel = createRoute({
  method: 'post',
  path: '/channels/{id}/test',
  summary: 'Send a test message',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(ChannelTest, 'What the receiver answered'), ...notFound },
});

const TEST_TIMEOUT_MS = 40_000;

/** `/channels` and `/deliveries`. Every change keeps who made it; a removed channel can be taken back. */
export function channelRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;
  const viewOf = async (id: string): Promise<ChannelView> => {
    const row = await store.alerts.channel(id);
    if (row === undefined || row.removed_at !== null) throw missing(id);
    return channelView(row);
  };

  app.openapi(channels, async (context) => {
    const items = (await store.alerts.channels()).map(channelView);
    return context.json({ total: items.length, items }, 200);
  });

  app.openapi(addChannel, async (context) => {
    const wanted = context.req.valid('json');
    const { config, made } = configOf(wanted);
    const id = newId();
    await store.alerts.addChannel(
      { id, ownerId: LOCAL_USER.id, name: wanted.name, config: sealed(config, id, services) },
      services.now().toISOString(),
    );
    return context.json({ ...(await viewOf(id)), ...(made === undefined ? {} : { secret: made }) }, 200);
  });

  app.openapi(changeChannel, async (context) => {
    const { id } = context.req.valid('param');
    if (!(await store.alerts.switchChannel(id, context.req.valid('json').active))) throw missing(id);
    return context.json(await viewOf(id), 200);
  });

  app.openapi(removeChannel, async (context) => {
    const { id } = context.req.valid('param');
    const who = { by: LOCAL_USER.id, at: services.now().toISOString() };
    if (!(await store.alerts.removeChannel(id, who))) throw missing(id);
    return context.json({ done: true as const }, 200);
  });

  app.openapi(restoreChannel, async (context) => {
    const { id } = context.req.valid('param');
    if (!(await store.alerts.restoreChannel(id))) throw missing(id);
    return context.json(await viewOf(id), 200);
  });

  app.openapi(testChannel, async (context) => {
    const { id } = context.req.valid('param');
    await viewOf(id);
    const answer = await services.queues.ask('test-channel', { channelId: id }, TEST_TIMEOUT_MS);
    return context.json(ChannelTest.parse(answer), 200);
  });

  deliveryRoutes(app, services);
}

function missing(id: string): KhabarError {
  return new KhabarError('NOT_FOUND', `channel ${id}: there is none of this id`);
}

/** Settings of what was asked for; `made`: the secret that Khabar made, or was given for a webhook, to be shown once. */
function configOf(wanted: z.infer<typeof NewChannel>): { config: ChannelConfig; made?: string } {
  switch (wanted.kind) {
    case 'webhook': {
      const { url, secret = `whsec_${randomBytes(24).toString('base64')}` } = wanted;
      if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
        throw new KhabarError(
          'INPUT_INVALID',
          'channel: the secret must be whsec_ followed by base64 of 24 bytes or more',
        );
      return { config: { kind: 'webhook', url, secret }, made: secret };
    }
    case 'email':
      return { config: { kind: 'email', to: Array.from(new Set(wanted.to)) } };
    case 'slack':
      return { config: { kind: 'slack', host: new URL(wanted.secret).host, secret: wanted.secret } };
    case 'telegram':
      return {
        config: { kind: 'telegram', chat: wanted.chat, server: bare(wanted.server), secret: wanted.secret },
      };
    case 'matrix':
      return {
        config: { kind: 'matrix', room: wanted.room, server: bare(wanted.server), secret: wanted.secret },
      };
    case 'ntfy':
      return {
        config: { kind: 'ntfy', topic: wanted.topic, server: bare(wanted.server), secret: wanted.secret },
      };
    case 'apprise':
      if ((wanted.key === undefined) === (wanted.secret === undefined))
        throw new KhabarError(
          'INPUT_INVALID',
          'channel: Apprise needs either the key of a configuration that it keeps, or addresses as the secret',
        );
      return {
        config: { kind: 'apprise', server: bare(wanted.server), key: wanted.key, secret: wanted.secret },
      };
  }
}

/** Without a name and password, which are secret and have a field of their own. Throws KhabarError INPUT_INVALID where it holds any. */
function bare(server: string): string {
  const url = new URL(server);
  if (url.username !== '' || url.password !== '')
    throw new KhabarError('INPUT_INVALID', 'channel: the address of the server must hold no password');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function sealed(config: ChannelConfig, id: string, services: ApiServices): ChannelConfig {
  if (!('secret' in config) || config.secret === undefined) return config;
  return { ...config, secret: services.secrets.seal(config.secret, `channel ${id}`) };
}

function channelView(row: ChannelRow): ChannelView {
  const { config } = row;
  return {
    id: row.id,
    name: row.name,
    kind: config.kind,
    url: whereTo(config),
    sealed: 'secret' in config && config.secret !== undefined,
    active: row.active,
    lastStatus: row.last_status,
    lastAt: row.last_at,
  };
}

function whereTo(config: ChannelConfig): string | null {
  switch (config.kind) {
    case 'feed':
      return null;
    case 'webhook':
      return config.url;
    case 'email':
      return config.to.join(', ');
    case 'slack':
      return config.host;
    case 'telegram':
      return `${new URL(config.server).host} ${config.chat}`;
    case 'matrix':
      return `${new URL(config.server).host} ${config.room}`;
    case 'ntfy':
      return `${config.server}/${config.topic}`;
    case 'apprise':
      return config.key === undefined ? config.server : `${config.server}/notify/${config.key}`;
  }
}
