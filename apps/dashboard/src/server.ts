import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { Hono, type Context } from 'hono';

import { CONTENT_POLICY } from './content-policy.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface BuiltFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
  readonly brotli: Uint8Array<ArrayBuffer> | null;
  readonly mediaType: string;
  readonly etag: string;
  /** The name carries the hash of the content, so it may be kept for ever. */
  readonly immutable: boolean;
}

async function readBuilt(dist: string): Promise<ReadonlyMap<string, BuiltFile>> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = new Map<string, BuiltFile>();
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const mediaType = MEDIA_TYPES[extname(entry.name)];
    if (mediaType === undefined || path.includes('/.vite/')) continue;
    const bytes = new Uint8Array(await readFile(path));
    const compressible = extname(entry.name) !== '.woff2';
    files.set(`/${relative(dist, path)}`, {
      bytes,
      gzip: compressible ? new Uint8Array(gzipSync(bytes)) : null,
      brotli: compressible
        ? new Uint8Array(brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } }))
        : null,
      mediaType,
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      immutable: path.includes('/assets/'),
    });
  }
  return files;
}

function answer(context: Context, file: BuiltFile): Response {
  context.header('content-type', file.mediaType);
  context.header('etag', file.etag);
  context.header('vary', 'accept-encoding');
  context.header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  context.header('content-security-policy', CONTENT_POLICY);
  context.header('x-content-type-options', 'nosniff');
  context.header('referrer-policy', 'no-referrer');
  context.header('cross-origin-opener-policy', 'same-origin');
  if (context.req.header('if-none-match') === file.etag) return context.body(null, 304);

  const accepted = context.req.header('accept-encoding') ?? '';
  if (file.brotli !== null && /\bbr\b/.test(accepted)) {
    context.header('content-encoding', 'br');
    return context.body(file.brotli);
  }
  if (file.gzip !== null && /\bgzip\b/.test(accepted)) {
    context.header('content-encoding', 'gzip');
    return context.body(file.gzip);
  }
  return context.body(file.bytes);
}

/**
 * The built interface as a Hono application, to be mounted after the API. Files are held in memory (about 2 MB), compressed once.
 * An address of a page answers with index.html; an unknown file and anything under /api with 404.
 */
export async function serveDashboard(options: { readonly dist: string }): Promise<Hono> {
  const files = await readBuilt(options.dist);
  const app = new Hono();
  app.on(['GET', 'HEAD'], '*', (context) => {
    const path = context.req.path;
    const file = files.get(path);
    if (file !== undefined) return answer(context, file);
    const page = files.get('/index.html');
    // Entity ids and article ids carry no dot behind the last slash; outlet ids (`tass.ru`) do.
    const isPage =
      !path.startsWith('/api/') &&
      !path.startsWith('/assets/') &&
      !/\.(?:js|css|map|svg|png|ico|woff2|txt|json|jsonl|csv|rss|atom)$/.test(path);
    if (page === undefined || !isPage) return context.notFound();
    return answer(context, page);
  });
  return app;
}
