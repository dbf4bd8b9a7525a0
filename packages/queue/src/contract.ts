// What every backend of the queue must do; run by embedded.test.ts and redis.redis.test.ts.
import { KhabarError } from '@khabar/article';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { QueueDeps } from './open-queues.ts';
import type { DeadLetter, Queues } from './port.ts';

export interface ContractBackend {
  readonly name: string;
  /** Opens the queue once more on the same jobs. */
  readonly open: (deps: Pick<QueueDeps, 'onDead' | 'prefix' | 'lockMs' | 'stallCheckMs'>) => Promise<Queues>;
  /** An idle worker has a job after so many milliseconds; the machine may be busy. */
  readonly pickUpMs: number;
}

const LOCKS = { lockMs: 600, stallCheckMs: 300 };
const SOON = { timeout: 10_000, interval: 5 };

let count = 0;

const nothing = (): void => {};

async function findNoBody(): Promise<void> {
  throw new KhabarError('EXTRACT_FAILED', 'page p: no body');
}

/** Runs the suite against one backend. */
export function queueContract(backend: ContractBackend): void {
  describe(`queue on ${backend.name}`, () => {
    let prefix: string;
    let letters: DeadLetter[];
    let opened: Queues[];

    const open = async (): Promise<Queues> => {
      const queues = await backend.open({
        prefix,
        onDead: async (letter) => void letters.push(letter),
        ...LOCKS,
      });
      opened.push(queues);
      return queues;
    };

    beforeEach(() => {
      count += 1;
      prefix = `contract-${process.pid}-${count}`;
      letters = [];
      opened = [];
    });

    afterEach(async () => {
      await Promise.all(opened.map((queues) => queues.close({ timeoutMs: 2000 })));
    });

    it('runs every job with the payload it was given', async () => {
      const queues = await open();
      const ran: string[] = [];
      await queues.work('extract', async ({ pageId }) => void ran.push(pageId), { concurrency: 4 });
      await queues.add('extract', [{ pageId: 'a' }, { pageId: 'b' }, { pageId: 'c' }]);
      await expect.poll(() => ran.toSorted(), SOON).toEqual(['a', 'b', 'c']);
      await expect.poll(() => queues.isIdle(), SOON).toBe(true);
    });

    it('tells an idle worker of a job at once', async () => {
      const queues = await open();
      let ran: (at: number) => void = nothing;
      await queues.work('index', async () => ran(performance.now()), { concurrency: 1 });
      const times: number[] = [];
      for (let round = 0; round < 5; round++) {
        await expect.poll(() => queues.isIdle(), SOON).toBe(true);
        const done = new Promise<number>((resolve) => {
          ran = resolve;
        });
        const added = performance.now();
        await queues.add('index', [{}]);
        times.push((await done) - added);
      }
      expect(Math.min(...times)).toBeLessThan(backend.pickUpMs);
    });

    it('runs a job again whose worker was ended by force, and loses none', async () => {
      const dying = await open();
      let begun = 0;
      await dying.work('tag', () => new Promise(() => (begun += 1)), { concurrency: 2 });
      await dying.add('tag', [{ articleId: '1' }, { articleId: '2' }, { articleId: '3' }]);
      await expect.poll(() => begun, SOON).toBe(2);
      await dying.close({ timeoutMs: 1 });
      const surviving = await open();
      const ran = new Set<string>();
      await surviving.work('tag', async ({ articleId }) => void ran.add(articleId), { concurrency: 2 });
      await expect.poll(() => [...ran].toSorted(), SOON).toEqual(['1', '2', '3']);
      expect(letters).toEqual([]);
    });

    it('holds a job back for its delay', async () => {
      const queues = await open();
      let ranAt = 0;
      await queues.work('deliver', async () => void (ranAt = performance.now()), { concurrency: 1 });
      const added = performance.now();
      await queues.add('deliver', [{ deliveryId: 'd' }], { delayMs: 300 });
      expect((await queues.counts()).deliver.delayed).toBe(1);
      await expect.poll(() => ranAt, SOON).toBeGreaterThan(0);
      // A scheduler may round to the millisecond.
      expect(ranAt - added).toBeGreaterThan(295);
    });

    it('says since when the job waits that waits longest', async () => {
      const queues = await open();
      const before = Date.now();
      expect((await queues.oldestWaiting()).tag).toBeNull();
      await queues.add('tag', [{ articleId: '1' }]);
      const first = (await queues.oldestWaiting()).tag;
      await queues.add('tag', [{ articleId: '2' }]);
      expect((await queues.oldestWaiting()).tag).toBe(first);
      expect(Date.parse(first ?? '')).toBeGreaterThanOrEqual(before);
      expect(Date.parse(first ?? '')).toBeLessThanOrEqual(Date.now());
    });

    it('makes a dead letter at once of an error that cannot go away', async () => {
      const queues = await open();
      await queues.work('extract', findNoBody, { concurrency: 1 });
      await queues.add('extract', [{ pageId: 'p' }]);
      await expect.poll(() => letters, SOON).toHaveLength(1);
      expect(letters[0]).toMatchObject({
        step: 'extract',
        payload: { pageId: 'p' },
        code: 'EXTRACT_FAILED',
        error: 'page p: no body',
        attempts: 1,
      });
      expect(letters[0]?.stack).toContain('contract.ts');
    });

    it('tries an error that may pass again, after the pause it asks for', async () => {
      const queues = await open();
      let tries = 0;
      const failOnce = async (): Promise<void> => {
        tries += 1;
        if (tries === 1) throw new KhabarError('FETCH_FAILED', 'later', { retry: 'later', retryAfterMs: 50 });
      };
      await queues.work('fetch', failOnce, { concurrency: 1 });
      await queues.add('fetch', [{ host: 'one.example' }]);
      await expect.poll(() => tries, SOON).toBe(2);
      expect(letters).toEqual([]);
    });

    it('lets a job wait, however often, while what it needs is away', async () => {
      const queues = await open();
      let begun = 0;
      const outage = async (): Promise<void> => {
        begun += 1;
        if (begun <= 10)
          throw new KhabarError('SEARCH_UNAVAILABLE', 'away', { retry: 'later', retryAfterMs: 10 });
      };
      await queues.work('index', outage, { concurrency: 1 });
      await queues.add('index', [{}]);
      await expect.poll(() => begun, SOON).toBe(11);
      await expect.poll(() => queues.isIdle(), SOON).toBe(true);
      expect(letters).toEqual([]);
    });

    it('takes a dead letter up again when its payload is added', async () => {
      const queues = await open();
      let mended = false;
      const ran: unknown[] = [];
      const handle = async (payload: unknown): Promise<void> => {
        if (!mended) throw new KhabarError('TAG_FAILED', 'broken');
        ran.push(payload);
      };
      await queues.work('tag', handle, { concurrency: 1 });
      await queues.add('tag', [{ articleId: 'x' }]);
      await expect.poll(() => letters, SOON).toHaveLength(1);
      mended = true;
      const letter = letters[0];
      await queues.addParsed(letter?.step ?? '', [letter?.payload]);
      await expect.poll(() => ran, SOON).toEqual([{ articleId: 'x' }]);
    });

    it('refuses a payload that is not what the job carries', async () => {
      const queues = await open();
      await expect(queues.addParsed('tag', [{ article: 1 }])).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
      await expect(queues.addParsed('nothing', [{}])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    });

    it('brings an answer, an error and the lack of an answer back to the one who asked', async () => {
      const queues = await open();
      await expect(queues.ask('echo', 1, 200)).rejects.toMatchObject({ code: 'TIMEOUT', retry: 'later' });
      await queues.answer(async (kind, input) => {
        if (kind === 'nothing') return undefined;
        if (kind !== 'echo') throw new KhabarError('NOT_FOUND', `${kind}: unknown`);
        return { input };
      });
      expect(await queues.ask('echo', ['خبر', 1], 10_000)).toEqual({ input: ['خبر', 1] });
      expect(await queues.ask('nothing', null, 10_000)).toBeNull();
      await expect(queues.ask('other', 1, 10_000)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'other: unknown',
      });
    });

    it('lets a running job finish when it closes', async () => {
      const queues = await open();
      let [begun, finished] = [false, false];
      const handle = async (): Promise<void> => {
        begun = true;
        await new Promise((resolve) => void setTimeout(resolve, 200));
        finished = true;
      };
      await queues.work('visit', handle, { concurrency: 1 });
      await queues.add('visit', [{ outletId: 'o' }]);
      await expect.poll(() => begun, SOON).toBe(true);
      await queues.close({ timeoutMs: 10_000 });
      opened = [];
      expect(finished).toBe(true);
    });

    it('runs 300 jobs, each once', async () => {
      const queues = await open();
      const payloads = Array.from({ length: 300 }, (_, n) => ({ pageId: String(n) }));
      const ran = new Map<string, number>();
      await queues.add('extract', payloads);
      const handle = async ({ pageId }: { pageId: string }): Promise<void> => {
        ran.set(pageId, (ran.get(pageId) ?? 0) + 1);
      };
      await queues.work('extract', handle, { concurrency: 16 });
      await expect.poll(() => ran.size, { timeout: 30_000, interval: 20 }).toBe(300);
      expect(Math.max(...ran.values())).toBe(1);
    }, 40_000);
  });
}
