import type { Page } from '@khabar/article';

const HEAD_BYTES = 64 * 1024;

function forbids(directives: string): boolean {
  return /(^|[\s,])(noindex|none)([\s,]|$)/i.test(directives);
}

/** `agent: directives` binds that crawler only; without a name, all. */
function headerForbids(header: string, agent: string): boolean {
  const named = /(?:^|,)\s*([a-z][a-z0-9_-]*)\s*:\s*([^:]*)(?=,\s*[a-z][a-z0-9_-]*\s*:|$)/gi;
  const ours = agent.toLowerCase();
  let general = header;
  for (const [whole, name = '', directives = ''] of header.matchAll(named)) {
    if (/^(unavailable_after|max-)/i.test(name)) continue;
    general = general.replace(whole, '');
    if (name.toLowerCase() === ours && forbids(directives)) return true;
  }
  return forbids(general);
}

/** Does the page ask not to be indexed (X-Robots-Tag, meta robots), in general or of this product token? It was still right to fetch it. */
export function isNoIndex(page: Page, agent: string): boolean {
  if (headerForbids(page.headers['x-robots-tag'] ?? '', agent)) return true;
  const head = Buffer.from(page.body.subarray(0, HEAD_BYTES)).toString('latin1');
  for (const [tag] of head.matchAll(/<meta\s[^>]{0,500}>/gi)) {
    const name = /\bname\s*=\s*["']?([\w-]+)/i.exec(tag)?.[1]?.toLowerCase();
    if (name !== 'robots' && name !== agent.toLowerCase()) continue;
    if (forbids(/\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/i.exec(tag)?.slice(1).join('') ?? ''))
      return true;
  }
  return false;
}
