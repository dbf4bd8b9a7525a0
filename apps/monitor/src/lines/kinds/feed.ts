import { decodeText } from '@khabar/fetch';
import { readFeed } from '@khabar/sources';
import { z } from 'zod';

import { Base64Bytes, type LineKind } from '../line.ts';

const Line = z.object({
  body_b64: Base64Bytes,
  content_type: z.string().nullish(),
  base_url: z.string().nullish(),
  content_language: z.string().nullish(),
});

/** `{id, body_b64, content_type, base_url}` -> `{id, ok, feed, entries}`, or `{id, ok: false, error}` for what is no feed. */
export function openFeedKind(): LineKind {
  return {
    answer(line) {
      const {
        body_b64: bytes,
        content_type: contentType,
        base_url: baseUrl,
        content_language: language,
      } = Line.parse(line);
      const { text } = decodeText(bytes, contentType ?? undefined, 'xml');
      const read = readFeed(text, {
        ...(baseUrl == null ? {} : { baseUrl }),
        ...(language == null ? {} : { contentLanguage: language }),
      });
      if (read.kind === 'refused') return { ok: false, error: read.reason };
      const { kind: _, entries, ...feed } = read;
      return { ok: true, feed, entries };
    },
  };
}
