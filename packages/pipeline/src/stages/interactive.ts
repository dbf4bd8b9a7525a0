import { deliverTo } from '@khabar/alert';
import { KhabarError, Outlet } from '@khabar/article';
import { decodeText } from '@khabar/fetch';
import { discover, exploreSite, findArchives, outletId as idOfOutlet } from '@khabar/sources';
import { z } from 'zod';

import { assistArticle, AssistWish } from '../assist-article.ts';
import type { PipelineParts } from '../pipeline-parts.ts';
import { reindexAll, stopReindex } from '../rebuild-index.ts';
import { remainingWork, retagAll } from '../rebuild.ts';
import { loadSample, removeSample } from '../sample-coverage.ts';
import { answerBackfill } from './backfill.ts';
import { checkSource } from './check-source.ts';
import { openedConfig, unsubscribeUrl } from './deliver.ts';
import { ingest } from './ingest.ts';
import { previewArticles } from './preview-articles.ts';

const OutletId = z.object({ outletId: z.string() });
const Address = z.object({ url: z.string() });
const Definition = z.object({ outlet: Outlet });
const Text = z.object({
  text: z.string(),
  outletId: z.string().optional(),
  language: z.string().optional(),
  name: z.string().optional(),
});
const IngestPage = z.object({
  bodyBase64: z.base64(),
  contentType: z.string().nullable(),
  url: z.string().optional(),
  fetchedAt: z.string().optional(),
  outletId: z.string().optional(),
  name: z.string().optional(),
});
const IngestAddress = z.object({ url: z.string(), outletId: z.string().optional() });
const Retag = z.object({ all: z.boolean(), extract: z.boolean() });
const ChannelId = z.object({ channelId: z.string() });

/** What a person waits for. The answer goes back through the queue, so it is plain data. */
export async function answerInteractive(
  kind: string,
  input: unknown,
  parts: PipelineParts,
): Promise<unknown> {
  switch (kind) {
    case 'ingest-text': {
      const { text, ...rest } = Text.parse(input);
      return ingest({ kind: 'text', text, ...withoutUndefined(rest) }, parts);
    }
    case 'ingest-page': {
      const { bodyBase64, contentType, ...rest } = IngestPage.parse(input);
      return ingest(
        { kind: 'page', body: Buffer.from(bodyBase64, 'base64'), contentType, ...withoutUndefined(rest) },
        parts,
      );
    }
    case 'ingest-address': {
      const { url, ...rest } = IngestAddress.parse(input);
      return ingest({ kind: 'address', url, ...withoutUndefined(rest) }, parts);
    }
    case 'discover-outlet':
      return discoverOutlet(Address.parse(input).url, parts);
    case 'check-source':
      return checkSource(Definition.parse(input).outlet, parts);
    case 'check-outlet':
      return checkOutlet(OutletId.parse(input).outletId, parts);
    case 'test-channel':
      return testChannel(ChannelId.parse(input).channelId, parts);
    case 'assist':
      return assistArticle(AssistWish.parse(input), parts);
    case 'reindex':
      return reindexAll(parts);
    case 'reindex-stop':
      return stopReindex(parts);
    case 'retag':
      return retagAll(parts, Retag.parse(input));
    case 'remaining':
      return remainingWork(parts);
    case 'sample-load':
      return loadSample(parts);
    case 'sample-remove':
      return removeSample(parts);
    case 'backfill-look':
    case 'backfill-addresses':
    case 'backfill-pages':
      return answerBackfill(kind, input, parts);
    default:
      throw new KhabarError('INTERNAL', `interactive: nobody answers "${kind}"`);
  }
}

/** Drops keys that are set to undefined, which `exactOptionalPropertyTypes` tells from absent ones. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const defined = Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
  // What is left has the keys of T, each defined.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return defined as { [K in keyof T]: Exclude<T[K], undefined> };
}

const PREVIEWED = 5;

/** Address of an outlet -> its channels and how its articles come out, before anything is saved. */
async function discoverOutlet(url: string, parts: PipelineParts): Promise<unknown> {
  const { fetchPage, now } = parts;
  const found = await exploreSite(url, { fetchPage, decodeText });
  if (found.kind === 'refused') throw new KhabarError('FETCH_REFUSED', `${url}: ${found.reason}`);
  const outlet: Outlet = {
    id: idOfOutlet(found.homepage),
    name: found.name,
    country: null,
    language: found.language ?? 'und',
    kind: 'other',
    homepage: found.homepage,
    channels: [...found.channels],
    everyMinutes: 30,
  };
  const { leads, headlines, visits } = await discover(outlet, {
    fetchPage,
    decodeText,
    now,
    validators: () => undefined,
  });
  const preview = await previewArticles(leads.slice(0, PREVIEWED), outlet, parts);
  const archives = await findArchives(found, { fetchPage, decodeText });
  return {
    outlet: { id: outlet.id, name: outlet.name, language: outlet.language, homepage: outlet.homepage },
    channels: outlet.channels.map((channel) => {
      const visit = visits.find((one) => one.url === channel.url);
      return {
        kind: channel.kind,
        url: channel.url,
        leads: visit?.leads ?? 0,
        reason: visit?.reason ?? null,
      };
    }),
    preview,
    archives,
    headlines: headlines.slice(0, PREVIEWED).map(({ title, site, published }) => ({
      title: title ?? '',
      site: site ?? null,
      published: published ?? null,
    })),
  };
}

async function checkOutlet(outletId: string, parts: PipelineParts): Promise<unknown> {
  const row = await parts.store.outlets.get(outletId);
  if (row === undefined || row.definition === null)
    throw new KhabarError('NOT_FOUND', `outlet ${outletId}: there is none that is watched under this id`);
  const { leads, visits } = await discover(row.definition, {
    fetchPage: parts.fetchPage,
    decodeText,
    now: parts.now,
    validators: () => undefined,
  });
  return {
    outletId,
    leads: leads.length,
    visits,
    first: leads.slice(0, PREVIEWED).map(({ url, title }) => ({ url, title: title ?? null })),
  };
}

/** Sends a message that says that it is a test, and tells what the other side answered. */
async function testChannel(channelId: string, parts: PipelineParts): Promise<unknown> {
  const channel = await parts.store.alerts.channel(channelId);
  if (channel === undefined || channel.removed_at !== null || channel.config.kind === 'feed')
    throw new KhabarError('NOT_FOUND', `channel ${channelId}: there is none of this id that is sent to`);
  const begun = performance.now();
  const at = parts.now();
  const id = `test-${at.getTime()}`;
  const attempt = await deliverTo(
    openedConfig(channel, parts),
    {
      id,
      identity: id,
      at,
      alert: { id: 'test', name: `Test of ${channel.name}`, url: parts.publicUrl() },
      editUrl: `${parts.publicUrl()}/alerts?tab=channels`,
      count: 0,
      articles: [],
    },
    {
      send: parts.send,
      now: parts.now,
      mailer: parts.mailer,
      unsubscribeUrl: (to) => unsubscribeUrl({ ruleId: 'test', channelId, to }, parts),
      passedOver: new Set(),
      onTaken: async () => {},
    },
  );
  await parts.store.alerts.channelAnswered(channelId, {
    status: attempt.result.status,
    active: channel.active,
    at: at.toISOString(),
  });
  return {
    ok: attempt.result.kind === 'delivered',
    status: attempt.status,
    ms: Math.round(performance.now() - begun),
    reply: attempt.reply === '' ? attempt.result.status : attempt.reply,
  };
}
