import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { extractArticle } from '@khabar/extract';
import { z } from 'zod';

import { readHtml, readLabels, type ReadPage } from './extract-pages.ts';

/**
 * `npx node apps/bench/src/extract-tool.ts TOOL DATA PEERS`: reads every page with one tool and prints a JSON line a page, then a line with the
 * processor time that reading took, decoding and start left out. The first pages are read twice: they warm the compiler and count once.
 */
const [tool = '', data = '.', peers = '.'] = process.argv.slice(2);
const WARM = 60;

type Read = (html: string, url: string) => Promise<Omit<ReadPage, 'id'>>;

const Readable = z.object({
  title: z.string().nullish(),
  byline: z.string().nullish(),
  content: z.string().nullish(),
  publishedTime: z.string().nullish(),
});
const Defuddled = z.object({
  title: z.string().nullish(),
  author: z.string().nullish(),
  content: z.string().nullish(),
  published: z.string().nullish(),
});

/** The parts of the peers that are used; they are installed beside the repository, so their own types are not here. */
interface Dom {
  readonly window: { readonly document: unknown; close(): void };
}
interface Peers {
  readonly jsdom: { readonly JSDOM: new (html: string, options: { url: string }) => Dom };
  readonly readability: { readonly Readability: new (document: unknown) => { parse(): unknown } };
  readonly defuddle: { Defuddle(document: unknown, url: string): Promise<unknown> };
  readonly linkedom: { parseHTML(html: string): { readonly document: unknown } };
}

async function load<Name extends keyof Peers>(name: Name, specifier: string): Promise<Peers[Name]> {
  const from = createRequire(pathToFileURL(join(peers, 'package.json')));
  // A module for import alone cannot be resolved as if it were required: its file is named.
  const path = specifier.endsWith('.js') ? join(peers, 'node_modules', specifier) : from.resolve(specifier);
  const found: unknown = await import(pathToFileURL(path).href);
  return z.custom<Peers[Name]>((value) => typeof value === 'object' && value !== null).parse(found);
}

const BLOCK_END = /<\/(?:p|div|h[1-6]|li|tr|blockquote|figcaption|section|article|ul|ol|table)>|<br[^>]*>/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

function plainText(html: string): string {
  return html
    .replaceAll(BLOCK_END, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ' ')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

async function openTool(): Promise<Read> {
  if (tool === 'khabar') {
    const now = new Date();
    return async (html, url) => {
      // Profiles of outlets would measure what was written for them.
      const { title, authors, published, text } = extractArticle({ html, url, now, selectors: {} });
      return { title, authors, published, body: text };
    };
  }
  if (tool === 'readability') {
    const { JSDOM } = await load('jsdom', 'jsdom');
    const { Readability } = await load('readability', '@mozilla/readability');
    return async (html, url) => {
      const dom = new JSDOM(html, { url });
      const found = Readable.nullable().parse(new Readability(dom.window.document).parse());
      dom.window.close();
      return {
        title: found?.title ?? null,
        authors: (found?.byline ?? '') === '' ? [] : [found?.byline ?? ''],
        published: found?.publishedTime ?? null,
        body: plainText(found?.content ?? ''),
      };
    };
  }
  const defuddle = await load('defuddle', 'defuddle/dist/node.js');
  const linkedom = await load('linkedom', 'linkedom');
  return async (html, url) => {
    const found = Defuddled.parse(await defuddle.Defuddle(linkedom.parseHTML(html).document, url));
    return {
      title: found.title ?? null,
      authors: (found.author ?? '') === '' ? [] : [found.author ?? ''],
      published: found.published ?? null,
      body: plainText(found.content ?? ''),
    };
  };
}

const read = await openTool();
const labels = readLabels(data);
for (const page of labels.slice(0, WARM)) await read(readHtml(data, page), page.url).catch(() => null);
let microseconds = 0;
for (const page of labels) {
  const html = readHtml(data, page);
  const before = process.cpuUsage();
  const found = await read(html, page.url).catch(() => ({
    title: null,
    authors: [],
    published: null,
    body: '',
  }));
  const { user, system } = process.cpuUsage(before);
  microseconds += user + system;
  process.stdout.write(`${JSON.stringify({ id: page.id, ...found })}\n`);
}
process.stdout.write(`${JSON.stringify({ cpuMs: microseconds / 1_000 / labels.length })}\n`);
