import type { RetagRunView } from '@khabar/api/schemas';
import { RETAG_KINDS, type RetagCounts, type RetagKind, type RetagSaid } from '@khabar/article';

import { textTable } from './text-table.ts';

const ENTITIES_SHOWN = 20;
const NAMES: Readonly<Record<RetagKind, string>> = {
  'mention-added': 'mentions +',
  'mention-removed': 'mentions -',
  'quote-added': 'quotes +',
  'quote-removed': 'quotes -',
  'stance-added': 'stances +',
  'stance-removed': 'stances -',
  'stance-flipped': 'stances flipped',
  relevance: 'relevance',
  topics: 'topics',
  genre: 'kind of article',
};

/** What differs, as text: in one line, by language, by entity, and sentence by sentence. */
export function retagReportText(run: RetagRunView): string {
  const { report, changes } = run;
  return [
    `run ${run.id}: ${run.state}, ${run.done} of ${run.total ?? '?'} articles; ${summaryOf(run)}\n`,
    run.trouble === null ? '' : `it waits: ${run.trouble}\n`,
    tableOf('language', Object.entries(report.byLanguage)),
    tableOf('entity', mostChanged(report.byEntity)),
    ...RETAG_KINDS.map((kind) => examplesOf(kind, run)),
    report.failed.length === 0
      ? ''
      : `\nthe tagger failed on\n${report.failed.map(({ articleId, reason }) => `  ${articleId}  ${reason}\n`).join('')}`,
    changes.changedSince === 0
      ? ''
      : `\n${changes.changedSince} articles were changed since and stay as they are\n${changes.ids.map((id) => `  ${id}\n`).join('')}`,
  ].join('');
}

/** `12 of 340 articles differ: +312 mentions, -41 mentions, 7 stances flip`. */
export function summaryOf({ report }: RetagRunView): string {
  const said = RETAG_KINDS.flatMap((kind) => {
    const count = report.counts[kind] ?? 0;
    return count === 0 ? [] : [`${NAMES[kind]} ${count}`];
  });
  return `${report.changed} of ${report.articles} articles differ${said.length === 0 ? '' : `: ${said.join(', ')}`}`;
}

export function retagRunsTable(runs: readonly RetagRunView[], columns: number): string {
  if (runs.length === 0) return 'no runs yet; look first with: khabar retag --dry-run\n';
  return textTable(
    ['run', 'state', 'begun', 'articles', 'differ', 'scope'],
    runs.map((run) => [
      run.id,
      run.state,
      run.beganAt.slice(0, 16),
      `${run.done}/${run.total ?? '?'}`,
      String(run.report.changed),
      JSON.stringify(run.scope),
    ]),
    columns,
  );
}

function tableOf(name: string, rows: readonly (readonly [string, RetagCounts])[]): string {
  const shown = rows.filter(([, counts]) => totalOf(counts) > 0);
  if (shown.length === 0) return '';
  const kinds = RETAG_KINDS.filter((kind) => shown.some(([, counts]) => (counts[kind] ?? 0) > 0));
  return `\n${textTable(
    [name, ...kinds.map((kind) => NAMES[kind])],
    shown.map(([key, counts]) => [key, ...kinds.map((kind) => String(counts[kind] ?? 0))]),
    Number.POSITIVE_INFINITY,
  )}`;
}

function mostChanged(byEntity: Readonly<Record<string, RetagCounts>>): [string, RetagCounts][] {
  return Object.entries(byEntity)
    .toSorted(([, one], [, other]) => totalOf(other) - totalOf(one))
    .slice(0, ENTITIES_SHOWN);
}

function totalOf(counts: RetagCounts): number {
  return RETAG_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
}

function examplesOf(kind: RetagKind, { report }: RetagRunView): string {
  const examples = report.examples[kind] ?? [];
  if (examples.length === 0) return '';
  const lines = examples.map(
    ({ articleId, sentence, before, after }) =>
      `  ${articleId}  ${saidText(before)} => ${saidText(after)}\n    ${sentence.replaceAll(/\s+/g, ' ')}\n`,
  );
  return `\n${NAMES[kind]} (${examples.length} of ${report.counts[kind] ?? examples.length})\n${lines.join('')}`;
}

function saidText(said: RetagSaid | null): string {
  if (said === null) return 'nothing';
  const { holder, target, label, entity, surface, speaker, topics, relevance, genre } = said;
  if (holder !== undefined) return `${holder} > ${target ?? ''}: ${label ?? ''}`;
  if (entity !== undefined) return `${entity} (${surface ?? ''})`;
  if (genre !== undefined) return genre;
  if (topics !== undefined) return topics.join(', ') || 'no topic';
  if (relevance !== undefined)
    return (
      Object.entries(relevance)
        .map(([subject, value]) => `${subject} ${value.toFixed(2)}`)
        .join(', ') || 'no subject'
    );
  return `${speaker ?? 'nobody named'} (${surface ?? ''})`;
}
