import { afterAll, beforeAll, describe } from 'vitest';

import { CORPUS, NOW, resolveEntity } from './contract/corpus.ts';
import { countContract } from './contract/count-contract.ts';
import { listContract } from './contract/list-contract.ts';
import { queryContract } from './contract/query-contract.ts';
import { rebuildContract } from './contract/rebuild-contract.ts';
import { writingContract } from './contract/writing-contract.ts';
import type { Search } from './port.ts';

/** How a backend is opened for the contract: empty, knowing the contract's names and day. `close` of what it returns removes all traces. */
export type OpenForContract = (options: {
  resolveEntity: (nameOrId: string) => readonly string[];
  now: () => Date;
}) => Promise<Search>;

const OPENS_WITHIN_MS = 60_000;

/** What every search backend must do. Run it from a test file of the backend. */
export function searchContract(name: string, open: OpenForContract): void {
  describe(`${name} keeps the contract of search`, () => {
    let index: Search;
    beforeAll(async () => {
      index = await open({ resolveEntity, now: () => NOW });
      await index.put(CORPUS);
    }, OPENS_WITHIN_MS);
    afterAll(() => index.close());

    queryContract(() => index);
    listContract(() => index);
    countContract(() => index);
  });

  describe(`${name}, empty at first, is written so that`, () => {
    let index: Search;
    beforeAll(async () => {
      index = await open({ resolveEntity, now: () => NOW });
    }, OPENS_WITHIN_MS);
    afterAll(() => index.close());

    writingContract(() => index);
  });

  describe(`${name}, built anew while it is used, is such that`, () => {
    let index: Search;
    beforeAll(async () => {
      index = await open({ resolveEntity, now: () => NOW });
    }, OPENS_WITHIN_MS);
    afterAll(() => index.close());

    rebuildContract(() => index);
  });
}
