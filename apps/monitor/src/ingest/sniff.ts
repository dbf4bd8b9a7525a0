import { gunzipSync, constants } from 'node:zlib';

/** What bytes are, by what they begin with and by the name they came under. */
export type ContentKind = 'warc' | 'gzip' | 'html' | 'text' | 'feed' | { readonly binary: string };

const MAGIC: readonly (readonly [string, string])[] = [
  ['%PDF-', 'PDF'],
  ['\u0089PNG', 'PNG image'],
  ['\u00ff\u00d8\u00ff', 'JPEG image'],
  ['GIF8', 'GIF image'],
  ['PK\u0003\u0004', 'ZIP archive or office document'],
  ['\u007fELF', 'program'],
  ['RIFF', 'audio, video or WebP image'],
  ['\u00d0\u00cf\u0011\u00e0', 'office document'],
  ['Rar!', 'RAR archive'],
  ['7z\u00bc\u00af', '7z archive'],
  ['BZh', 'bzip2 archive'],
  ['\u00fd7zXZ', 'xz archive'],
  ['\u0028\u00b5\u002f\u00fd', 'zstd archive'],
  ['SQLite format 3', 'SQLite database'],
  ['ID3', 'audio'],
];

const HEAD_BYTES = 4096;

/** Judges by the first bytes, then by the name; needs no more than the head of a file. */
export function contentKind(head: Uint8Array, name: string): ContentKind {
  const latin = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  if (latin.startsWith('\u001f\u008b')) return beginsWarc(unpackedHead(head)) ? 'warc' : 'gzip';
  if (beginsWarc(latin)) return 'warc';
  const magic = MAGIC.find(([start]) => latin.startsWith(start));
  if (magic !== undefined) return { binary: magic[1] };
  if (hasControlBytes(head.subarray(0, HEAD_BYTES))) return { binary: 'binary data' };
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (extension === 'txt' || extension === 'md') return 'text';
  const letters = latin.replaceAll('\0', '').replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<(rss|feed|rdf:rdf|urlset|sitemapindex|opml)\b/i.test(letters))
    return 'feed';
  if (/^(html?|xhtml|shtml|mht)$/.test(extension)) return 'html';
  return looksLikeHtml(letters) ? 'html' : 'text';
}

function beginsWarc(text: string): boolean {
  return /^\s*WARC\/\d/.test(text);
}

/** Shorter pieces too: what follows the first member may be damaged, and that is no fault of the first. */
const TRIED_BYTES = [HEAD_BYTES, 1024, 512, 256, 128, 64];

function unpackedHead(head: Uint8Array): string {
  for (const size of TRIED_BYTES) {
    try {
      return gunzipSync(head.subarray(0, size), { finishFlush: constants.Z_SYNC_FLUSH }).toString(
        'latin1',
        0,
        64,
      );
    } catch {
      continue;
    }
  }
  return '';
}

/** A document that begins as HTML does, or a piece of one with several closing tags. */
function looksLikeHtml(text: string): boolean {
  if (
    /^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<(!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1)\b/i.test(
      text,
    )
  )
    return true;
  return (text.match(/<\/(p|div|a|span|h[1-6]|li|article)\s*>/gi)?.length ?? 0) >= 3;
}

/** Zero bytes in a regular pattern are UTF-16 or UTF-32; else control bytes make it no text. */
function hasControlBytes(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  let zeros = 0;
  let controls = 0;
  const zerosAt = [0, 0];
  for (const [at, byte] of head.entries()) {
    if (byte === 0) {
      zeros += 1;
      zerosAt[at % 2] = (zerosAt[at % 2] ?? 0) + 1;
    } else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  const wide = zeros > head.length / 5 && Math.min(...zerosAt) < zeros / 50;
  if (wide) return controls > head.length / 50;
  return zeros > 0 || controls > Math.max(2, head.length / 100);
}
