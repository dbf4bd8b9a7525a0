/** 'Text/HTML; charset=x' -> 'text/html'. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

const DOCUMENT = new Set([
  'text/html',
  'application/xhtml+xml',
  'application/vnd.wap.xhtml+xml',
  'text/plain',
  'text/xml',
  'application/xml',
  '',
  'unknown/unknown',
  'application/unknown',
  '*/*',
]);

const FEED = new Set([
  'application/json',
  'text/json',
  'text/x-opml',
  'application/x-gzip',
  'application/gzip',
  'application/x-rss',
  'application/rss',
  'application/rdf',
  'application/atom',
  'text/rss',
  'text/atom',
  'application/x-cdf',
  'application/octet-stream',
  'binary/octet-stream',
]);

/**
 * Is this Content-Type one that the caller can read? `html`: documents (feeds too, since many are served as text/xml);
 * `feed`: also JSON, gzip (sitemaps) and "octet-stream", as which badly configured servers send feeds.
 */
export function isWantedType(contentType: string | undefined, accept: 'html' | 'feed' | 'any'): boolean {
  if (accept === 'any') return true;
  const type = mediaType(contentType);
  if (DOCUMENT.has(type) || type.endsWith('+xml')) return type !== 'image/svg+xml';
  // A type that is no type ("html", "utf-8") says nothing.
  if (!type.includes('/')) return true;
  return accept === 'feed' && (FEED.has(type) || type.endsWith('+json'));
}
