import { type Extraction, type FetchPage, KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';

import type { Body } from '../ingest/read-input.ts';
import type { Terminal } from '../terminal.ts';

/** What was asked to be read. */
export interface Asked {
  /** A file, an address, or `-` for stdin. */
  readonly argument: string;
  /** BCP 47, of a plain text. */
  readonly language?: string | undefined;
  /** Where a page in a file or on stdin came from. */
  readonly url?: string | undefined;
}

/** An article, or what is not one, as read; and its address, if it has one. */
export interface ReadArgument {
  readonly name: string;
  readonly extraction: Extraction;
  readonly url: string | undefined;
}

/**
 * Reads one file, address or stdin. Throws KhabarError INPUT_MISSING, INPUT_INVALID or INPUT_TOO_LARGE for what cannot be read as a page or
 * text, FETCH_REFUSED for an address that the site or the guard refuses.
 */
export async function readArgument(
  asked: Asked,
  given: { readonly config: Config; readonly terminal: Terminal },
): Promise<ReadArgument> {
  const { findInputs } = await import('../ingest/find-inputs.ts');
  const { inputs } = await findInputs(asked.argument);
  const [input, another] = inputs;
  if (input === undefined || another !== undefined)
    throw new KhabarError('INPUT_INVALID', `${asked.argument}: ${inputs.length} files; name one`);
  const { readInputFile, readInputStream } = await import('../ingest/read-input.ts');
  switch (input.kind) {
    case 'stdin':
      return read('stdin', await readInputStream(given.terminal.stdin), asked);
    case 'file': {
      const body = await readInputFile(input.path, input.bytes);
      if (body === 'warc')
        throw new KhabarError('INPUT_INVALID', `${input.path}: an archive of many pages; use khabar ingest`);
      return read(input.path, body, asked);
    }
    case 'address': {
      const { openPageReader } = await import('./open-page-reader.ts');
      const reader = openPageReader(given.config);
      try {
        return await read(
          input.url,
          { kind: 'address', url: input.url },
          { ...asked, fetchPage: reader.fetchPage },
        );
      } finally {
        await reader.close();
      }
    }
  }
}

async function read(
  name: string,
  body: Body,
  asked: Asked & { readonly fetchPage?: FetchPage },
): Promise<ReadArgument> {
  const { readGiven } = await import('./read-given.ts');
  const located = body.kind === 'page' && asked.url !== undefined ? { ...body, url: asked.url } : body;
  const { extraction, url } = await readGiven(located, {
    language: asked.language,
    fetchPage: asked.fetchPage ?? fetchNothing,
  });
  return { name, extraction, url };
}

const fetchNothing: FetchPage = () =>
  Promise.reject(new KhabarError('INTERNAL', 'only an address is fetched'));
