import { createHash } from 'node:crypto';

import type { SearchDocument } from './port.ts';

/** What tells a changed document from the same. */
export function documentHash(document: SearchDocument): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('base64url').slice(0, 22);
}
