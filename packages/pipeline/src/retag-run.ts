import { KhabarError, type RetagReport, type Tags } from '@khabar/article';
import { type ArticleRow, correctTags, type Records, type RetagRunRow } from '@khabar/store';
import { sql } from 'kysely';

import type { PipelineParts } from './pipeline-parts.ts';
import { differencesOf, withArticle, withFailure } from './retag-difference.ts';
import { hashOfTags, isSameReading } from './retag-hash.ts';
import { countInScope, idsInScope } from './retag-scope.ts';
import { taggingTask } from './stages/tagging-task.ts';

/** Articles read together: what is lost of a run when a worker dies, and how long others wait for a connection of the embedded record. */
const BATCH = 25;

export type RetagParts = Pick<PipelineParts, 'store' | 'indexer' | 'now'> & {
  readonly analysis: Pick<PipelineParts['analysis'], 'run' | 'tagVersion'>;
  readonly registry: Pick<PipelineParts['registry'], 'byId'>;
  readonly refreshRegistry?: PipelineParts['refreshRegistry'];
};

type ClaimedRun = RetagRunRow & { holder: string };

/** Goes on with whatever retag run is under way, one batch at a time. */
export interface Retagger {
  /** False: there is nothing to do for this worker. */
  someMore(): Promise<boolean>;
}

/**
 * Every batch is one transaction with the place that the run has come to: whoever dies, another goes on from there. The index is told
 * of what changed as of any article, so that the search stays up.
 */
export function openRetagger(parts: RetagParts): Retagger {
  const { store } = parts;
  return {
    async someMore() {
      const run = await store.retagRuns.claim();
      if (run === undefined) return false;
      try {
        // Who changed the registry elsewhere and asks for this at once must not get the one before.
        await parts.refreshRegistry?.();
        await batchOf(run, parts);
      } catch (error) {
        if (error instanceof Stopped) return true;
        const trouble = error instanceof Error ? error.message : String(error);
        await store.retagRuns.keep(run, { trouble, release: true });
        throw error;
      }
      return true;
    },
  };
}

/** Somebody stopped the run, or took it over, while a batch was on its way. */
class Stopped extends Error {}

async function batchOf(run: ClaimedRun, parts: RetagParts): Promise<void> {
  switch (run.state) {
    case 'comparing':
    case 'applying':
      return retagBatch(run, parts);
    case 'rolling-back':
      return rollBackBatch(run, parts);
    case 'compared':
    case 'applied':
    case 'rolled-back':
    case 'stopped':
      return undefined;
  }
}

async function retagBatch(run: ClaimedRun, parts: RetagParts): Promise<void> {
  const { store, analysis, registry } = parts;
  const version = analysis.tagVersion;
  const context = { store, registry, version };
  const total = run.total ?? (await countInScope(run.scope, context));
  const ids = await idsInScope(run.scope, { after: run.after_id, limit: BATCH }, context);
  const last = ids.at(-1);
  if (last === undefined) {
    const state = run.state === 'applying' ? 'applied' : 'compared';
    // What processes that do not tag themselves are told is the version of now.
    await store.settings.put('tag-version', version);
    await keepOrStop(run, store, {
      total: run.done,
      tagVersion: version,
      trouble: null,
      ended: { state, at: parts.now().toISOString() },
    });
    return;
  }
  const read = await readArticles(await store.articles.getMany(ids), parts);
  await store.transaction(async (records) => {
    const report = await settle(read, run, { records, parts });
    await keepOrStop(run, records, {
      after: last,
      done: run.done + ids.length,
      // More may have come since they were counted.
      total: Math.max(total, run.done + ids.length),
      tagVersion: version,
      trouble: null,
      report,
      release: true,
    });
  });
  if (run.state === 'applying') parts.indexer.request();
}

interface ReadAgain {
  readonly article: ArticleRow;
  readonly tags: Tags | { readonly failed: string };
}

async function readArticles(articles: readonly ArticleRow[], parts: RetagParts): Promise<ReadAgain[]> {
  const sorted = articles.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return Promise.all(
    sorted.map(async (article) => {
      try {
        return { article, tags: await parts.analysis.run(taggingTask(article)) };
      } catch (error) {
        // An article on which the tagger fails stays as it is; anything else is no fault of the article.
        if (!(error instanceof KhabarError) || error.code !== 'TAG_FAILED') throw error;
        return { article, tags: { failed: error.message } };
      }
    }),
  );
}

/** Compares and, where the run applies, writes. Returns the report with these articles. */
async function settle(
  read: readonly ReadAgain[],
  run: ClaimedRun,
  { records, parts }: { records: Records; parts: RetagParts },
): Promise<RetagReport> {
  const ids = read.map(({ article }) => article.id);
  // Whoever edits or tags one of them waits until this batch is in the record.
  const { rows } = await sql<{ id: string; content_hash: string; tagged_at: string | null }>`
    select id, content_hash, tagged_at from articles where id = any(${ids}::text[]) order by id for update`.execute(
    records.db,
  );
  const present = new Map(rows.map((row) => [row.id, row]));
  const machine = await records.tags.machine(ids);
  let report: RetagReport = run.report;
  const written: Written[] = [];
  for (const { article, tags } of read) {
    const row = present.get(article.id);
    const before = machine.get(article.id);
    // Edited or removed meanwhile: its new words are tagged by the rules of now anyway.
    if (row?.content_hash !== article.content_hash || before === undefined) continue;
    if ('failed' in tags) {
      report = withFailure(report, article.id, tags.failed);
      continue;
    }
    const corrections = await records.corrections.counting(article.id);
    const differences = differencesOf(
      correctTags(before, corrections, article),
      correctTags(tags, corrections, article),
    );
    report = withArticle(report, article, differences);
    written.push({ articleId: article.id, before, tags, row });
  }
  if (run.state === 'applying') await writeAll(written, run, { records, parts });
  return report;
}

interface Written {
  readonly articleId: string;
  readonly before: Tags;
  readonly tags: Tags;
  readonly row: { readonly content_hash: string; readonly tagged_at: string | null };
}

async function writeAll(
  written: readonly Written[],
  run: ClaimedRun,
  { records, parts }: { records: Records; parts: RetagParts },
): Promise<void> {
  const now = parts.now().toISOString();
  for (const { articleId, before, tags } of written) {
    // One that was never tagged is not in the index either.
    if (before.version !== '' && isSameReading(before, tags))
      await records.tags.putSame(articleId, tags, now);
    else await records.tags.put(articleId, tags, { now, fresh: false, quiet: !run.alerts });
  }
  // As the record keeps it, which may be less than the tagger says.
  const kept = await records.tags.machine(written.map(({ articleId }) => articleId));
  for (const { articleId, before, tags, row } of written)
    await records.retagRuns.putChange(run.id, {
      articleId,
      before: { tags: before, taggedAt: row.tagged_at, contentHash: row.content_hash },
      afterHash: hashOfTags(kept.get(articleId) ?? tags),
    });
}

async function rollBackBatch(run: ClaimedRun, parts: RetagParts): Promise<void> {
  const { store } = parts;
  const changes = await store.retagRuns.changesAfter(run.id, run.after_id, BATCH);
  const last = changes.at(-1);
  const now = parts.now().toISOString();
  if (last === undefined) {
    await keepOrStop(run, store, {
      total: run.done,
      trouble: null,
      ended: { state: 'rolled-back', at: now },
    });
    return;
  }
  const { written, restored } = await store.retagRuns.changesOf(run.id, 0);
  await store.transaction(async (records) => {
    const ids = changes.map(({ articleId }) => articleId);
    const { rows } = await sql<{ id: string; content_hash: string }>`
      select id, content_hash from articles where id = any(${ids}::text[]) order by id for update`.execute(
      records.db,
    );
    const hashes = new Map(rows.map((row) => [row.id, row.content_hash]));
    const machine = await records.tags.machine(ids);
    for (const { articleId, before, afterHash } of changes) {
      const standing = machine.get(articleId);
      const isAsWritten =
        standing !== undefined &&
        hashes.get(articleId) === before.contentHash &&
        hashOfTags(standing) === afterHash;
      await records.retagRuns.settleChange(run.id, articleId, isAsWritten ? 'restored' : 'changed-since');
      if (!isAsWritten) continue;
      if (before.tags.version !== '' && isSameReading(before.tags, standing))
        await records.tags.putVersion(articleId, before.tags.version, before.taggedAt);
      else
        await records.tags.put(articleId, before.tags, {
          now,
          fresh: false,
          quiet: true,
          taggedAt: before.taggedAt,
        });
    }
    const done = run.done + changes.length;
    await keepOrStop(run, records, {
      after: last.articleId,
      done,
      total: Math.max(run.total ?? written - restored, done),
      trouble: null,
      release: true,
    });
  });
  parts.indexer.request();
}

async function keepOrStop(
  run: ClaimedRun,
  records: Pick<Records, 'retagRuns'>,
  change: Parameters<Records['retagRuns']['keep']>[1],
): Promise<void> {
  if (!(await records.retagRuns.keep(run, change))) throw new Stopped();
}
