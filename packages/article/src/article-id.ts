import { createHash } from 'node:crypto';

/** Canonical address -> article id: 20 base32 letters of its SHA-256, so that the same address is the same article everywhere. */
export function articleId(canonicalUrl: string): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  const digest = createHash('sha256').update(canonicalUrl).digest();
  return Array.from(digest.subarray(0, 20), (byte) => alphabet[byte % 32]).join('');
}

/** Name for a text that came without an address: the same words are the same article. */
export function textUrn(text: string): string {
  return `urn:khabar:text:${createHash('sha256').update(text.normalize('NFC')).digest('hex').slice(0, 40)}`;
}
