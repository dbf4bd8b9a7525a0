import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { article, LATER, NOW, TAGS } from './asking.ts';

/** What waits to be handed over: jobs to the queue, articles to the index, deliveries to channels. */
export function handingOverContract(stores: () => TwoStores): void {
  describe('what waits', () => {
    beforeEach(async () => {
      await stores().one.db.deleteFrom('outbox').execute();
      await stores().one.db.deleteFrom('pending_index').execute();
    });

    test('jobs come in their order and stay until they are done', async () => {
      const { one } = stores();
      const jobs = Array.from({ length: 5 }, (_, n) => ({ job: 'tag', payload: { articleId: `o${n}` } }));
      await one.outbox.add(jobs, NOW);
      const taken = await one.outbox.next(3);
      expect(taken.map(({ payload }) => payload)).toEqual(jobs.slice(0, 3).map(({ payload }) => payload));
      await one.outbox.done(taken.map(({ id }) => id));
      expect(await one.outbox.isEmpty()).toBe(false);
      await one.outbox.done((await one.outbox.next(3)).map(({ id }) => id));
      expect(await one.outbox.isEmpty()).toBe(true);
    });

    test('two relays that look at once hand over different jobs, and what one took is the other one’s after a crash', async () => {
      const { one, other } = stores();
      await one.outbox.add(
        Array.from({ length: 60 }, (_, n) => ({ job: 'tag', payload: { n } })),
        NOW,
      );
      const looks = await Promise.all([one, other, one, other].map((store) => store.outbox.next(15)));
      const ids = looks.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      await one.outbox.next(100);
      expect(await other.outbox.next(100)).toEqual([]);
      await sql`update outbox set leased_until = now() - interval '1 second'`.execute(one.db);
      expect(await other.outbox.next(100)).toHaveLength(60);
    });

    test('jobs that the queue did not take can be taken again at once', async () => {
      const { one, other } = stores();
      await one.outbox.add([{ job: 'tag', payload: {} }], NOW);
      const taken = await one.outbox.next(10);
      await one.outbox.giveBack(taken.map(({ id }) => id));
      expect(await other.outbox.next(10)).toEqual(taken);
    });

    test('an article waits for the index until it was seen there as it is now', async () => {
      const { one } = stores();
      await one.articles.put(article('i1', 'Талибан'), NOW);
      await one.tags.put('i1', TAGS, { now: NOW, fresh: true });
      const seen = await one.pendingIndex.next(10);
      expect(seen).toEqual([{ articleId: 'i1', since: NOW, quiet: false }]);
      await one.tags.put('i1', TAGS, { now: LATER, fresh: false });
      await one.pendingIndex.done(seen);
      expect(await one.pendingIndex.count()).toBe(1);
      await one.pendingIndex.done(await one.pendingIndex.next(10));
      expect(await one.pendingIndex.count()).toBe(0);
    });

    test('one that changes while it is being indexed is not given to another indexer meanwhile', async () => {
      const { one, other } = stores();
      await one.articles.put(article('i2', 'Талибан'), NOW);
      await one.tags.put('i2', TAGS, { now: NOW, fresh: true });
      const seen = await one.pendingIndex.next(10);
      await one.tags.put('i2', TAGS, { now: LATER, fresh: false });
      expect(await other.pendingIndex.next(10)).toEqual([]);
      await one.pendingIndex.done(seen);
      expect(await other.pendingIndex.next(10)).toEqual([{ articleId: 'i2', since: LATER, quiet: false }]);
    });

    test('two indexers that look at once index different articles, those that wait longest first', async () => {
      const { one, other } = stores();
      const ids = Array.from({ length: 24 }, (_, n) => `many-${String(n).padStart(2, '0')}`);
      for (const [n, id] of ids.entries()) {
        await one.articles.put(article(id, id), NOW);
        await one.tags.put(id, TAGS, {
          now: new Date(Date.parse(NOW) - n * 1000).toISOString(),
          fresh: true,
        });
      }
      expect((await one.pendingIndex.next(2)).map(({ articleId }) => articleId)).toEqual([
        'many-23',
        'many-22',
      ]);
      const looks = await Promise.all([one, other, one, other].map((store) => store.pendingIndex.next(5)));
      const seen = looks.flat().map(({ articleId }) => articleId);
      expect(new Set(seen).size).toBe(seen.length);
      await other.pendingIndex.giveBack(looks[0] ?? []);
      await one.pendingIndex.next(100);
      expect(await other.pendingIndex.next(100)).toEqual([]);
    });

    test('everything tagged waits for the index when that is made again', async () => {
      const { one } = stores();
      await one.articles.put(article('i3', 'Ещё без тегов'), NOW);
      await one.pendingIndex.addAll(NOW);
      const row = await one.db
        .selectFrom('articles')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('tag_version', 'is not', null)
        .executeTakeFirstOrThrow();
      expect(await one.pendingIndex.count()).toBe(row.n);
    });

    test('a failed transaction leaves neither rows nor jobs', async () => {
      const { one } = stores();
      const failing = one.transaction(async (records) => {
        await records.articles.put(article('rolled-back', 'Текст'), NOW);
        await records.outbox.add([{ job: 'tag', payload: { articleId: 'rolled-back' } }], NOW);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await one.articles.get('rolled-back')).toBeUndefined();
      expect(await one.outbox.isEmpty()).toBe(true);
    });

    test('what a transaction writes is seen by others when it ends, not before', async () => {
      const { one, other } = stores();
      await one.transaction(async (records) => {
        await records.settings.put('inside', 1);
        expect(await records.settings.get('inside')).toBe(1);
      });
      expect(await other.settings.get('inside')).toBe(1);
      await one.settings.remove('inside');
    });
  });
}
