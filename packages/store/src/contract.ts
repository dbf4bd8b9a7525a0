import { afterAll, beforeAll, describe } from 'vitest';

import { alertsContract } from './contract/alerts-contract.ts';
import { articlesContract } from './contract/articles-contract.ts';
import { NOW, outlet } from './contract/asking.ts';
import { correctionsContract } from './contract/corrections-contract.ts';
import { handingOverContract } from './contract/handing-over-contract.ts';
import { newArticleContract } from './contract/new-article-contract.ts';
import { outletsContract } from './contract/outlets-contract.ts';
import { registryContract } from './contract/registry-contract.ts';
import { removalContract } from './contract/removal-contract.ts';
import { unfinishedContract } from './contract/unfinished-contract.ts';
import { valuesContract } from './contract/values-contract.ts';
import { vectorsContract } from './contract/vectors-contract.ts';
import type { PostgresConnection } from './open-pool.ts';
import { openStore, type Store } from './open-store.ts';

/** An empty PostgreSQL for the contract; `release` leaves no trace of it. */
export interface EmptyPostgres {
  readonly connection: PostgresConnection;
  readonly schema: string;
  release(): Promise<void>;
}

/** Two users of one record, each with connections of its own, as two processes have them. */
export interface TwoStores {
  readonly one: Store;
  readonly other: Store;
}

const OPENS_WITHIN_MS = 60_000;

/** What the record promises, on whatever PostgreSQL it lies. Run it from a test file of that PostgreSQL. */
export function recordContract(name: string, empty: () => Promise<EmptyPostgres>): void {
  describe(`${name} keeps the contract of the record`, () => {
    let postgres: EmptyPostgres;
    let stores: TwoStores;
    beforeAll(async () => {
      postgres = await empty();
      const open = (): Promise<Store> => openStore(postgres.connection, { schema: postgres.schema, max: 3 });
      stores = { one: await open(), other: await open() };
      await stores.one.users.ensureLocal(NOW);
      await stores.one.outlets.put(outlet('gazeta'), NOW);
    }, OPENS_WITHIN_MS);
    afterAll(async () => {
      await stores.one.close();
      await stores.other.close();
      await postgres.release();
    });
    const given = (): TwoStores => stores;

    outletsContract(given);
    articlesContract(given);
    newArticleContract(given);
    handingOverContract(given);
    alertsContract(given);
    correctionsContract(given);
    unfinishedContract(given);
    valuesContract(given);
    vectorsContract(given);
    registryContract(given);
    removalContract(given);
  });
}
