import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { RegistryEntry } from '@khabar/article';
import { editLines } from '@khabar/registry';
import { foldText } from '@khabar/text';

import {
  NewRegistryChange,
  ProposalList,
  RegisteredList,
  RegistryChanged,
  RegistryEffect,
  RegistryHistory,
  RegistryImport,
  RegistryImported,
} from '../registry-schemas.ts';
import { answers, decodeCursor, encodeCursor, notFound, referencesFor } from '../route-parts.ts';
import { Problem } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { changeRegistry, importEdits } from '../views/change-registry.ts';
import { groupProposals } from '../views/proposals.ts';
import type { References } from '../views/references.ts';
import { effectOf, entitiesOf } from '../views/registry-effect.ts';

const Page = z.object({
  ui: z.string().max(20).optional(),
  size: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(200).optional(),
});
const Ui = z.object({ ui: z.string().max(20).optional() });
const conflict = {
  409: {
    description: 'It does not fit what is known already',
    content: { 'application/problem+json': { schema: Problem } },
  },
};
const body = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } }, required: true },
});

const list = createRoute({
  method: 'get',
  path: '/registry/entities',
  summary: 'Everyone and everything that is known, mentioned or not',
  tags: ['Registry'],
  request: {
    query: Page.extend({ name: z.string().max(200).optional(), kind: z.string().max(20).optional() }),
  },
  responses: answers(RegisteredList, 'In order of id'),
});
const history = createRoute({
  method: 'get',
  path: '/registry/changes',
  summary: 'What analysts changed, by whom, when',
  tags: ['Registry'],
  request: { query: Page.extend({ entity: z.string().max(200).optional() }) },
  responses: answers(RegistryHistory, 'Newest first'),
});
const change = createRoute({
  method: 'post',
  path: '/registry/changes',
  summary: 'Change the registry, or undo a change; articles keep their tags until they are tagged again',
  tags: ['Registry'],
  request: { ...body(NewRegistryChange), query: Ui },
  responses: { ...answers(RegistryChanged, 'Its number, and what it touches'), ...notFound, ...conflict },
});
const preview = createRoute({
  method: 'post',
  path: '/registry/changes/preview',
  summary: 'What a change would touch; nothing is changed',
  tags: ['Registry'],
  request: { ...body(NewRegistryChange), query: Ui },
  responses: { ...answers(RegistryEffect, 'Articles, mentions, names'), ...notFound, ...conflict },
});
const importing = createRoute({
  method: 'post',
  path: '/registry/import',
  summary: 'Take edits, or entities, from JSONL',
  tags: ['Registry'],
  request: body(RegistryImport),
  responses: answers(RegistryImported, 'What became of each line'),
});
const exporting = createRoute({
  method: 'get',
  path: '/registry/export',
  summary: 'The edits that hold, as JSONL: a change of the data files to be proposed',
  tags: ['Registry'],
  responses: {
    200: {
      description: 'One edit a line, in order',
      content: { 'application/jsonl': { schema: z.string() } },
    },
  },
});
const proposals = createRoute({
  method: 'get',
  path: '/registry/proposals',
  summary: 'Names in texts that the registry lacks, with their spellings',
  tags: ['Registry'],
  request: { query: Page.extend({ kind: z.string().max(20).optional() }) },
  responses: answers(ProposalList, 'Those of the most articles first'),
});

/** Spellings that are looked at; what is named less often than these is not worth an analyst's time yet. */
const SPELLINGS = 5000;

/** Analysts change the registry: every change is kept and can be undone. */
export function registryRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { registry } = services;

  app.openapi(list, async (context) => {
    const { name, kind, ui, ...page } = context.req.valid('query');
    const references = await referencesFor(services, ui);
    const wanted = name === undefined || name.trim() === '' ? null : foldText(name.trim()).text;
    const found = registry.entities.filter(
      (entity) =>
        (kind === undefined || kind === '' || entity.type === kind) &&
        (wanted === null ||
          entity.id === name?.trim() ||
          entity.names.some(({ text }) => foldText(text).text.includes(wanted))),
    );
    const { items, ...rest } = pageOf(found, page);
    const shown = items.map((entity) => ({
      ...references.entity(entity.id),
      names: entity.names,
      retired: registry.isRetired(entity.id),
    }));
    return context.json({ ...rest, items: shown, version: registry.version }, 200);
  });

  app.openapi(history, async (context) => {
    const { entity, ui, ...page } = context.req.valid('query');
    await services.refreshRegistry();
    const references = await referencesFor(services, ui);
    const ids = entity === undefined ? null : registry.idsOf(entity);
    const found = registry.entries
      .filter((entry) => ids === null || subjectsOf(entry, registry.entries).some((id) => ids.includes(id)))
      .toReversed();
    const { items, ...rest } = pageOf(found, page);
    const shown = items.map((entry) => entryView(entry, services, references));
    return context.json({ ...rest, items: shown, version: registry.version }, 200);
  });

  app.openapi(change, async (context) => {
    const { change: wanted, note } = context.req.valid('json');
    const references = await referencesFor(services, context.req.valid('query').ui);
    const number = await changeRegistry(wanted, note, services);
    const effect = await effectOf(wanted, { services, references });
    const about = entitiesOf(original(wanted, registry.entries)).at(-1);
    return context.json(
      {
        number,
        version: registry.version,
        effect,
        entity: about === undefined ? null : references.entity(about),
      },
      200,
    );
  });

  app.openapi(preview, async (context) => {
    const { change: wanted } = context.req.valid('json');
    await services.refreshRegistry();
    registry.check(wanted);
    const references = await referencesFor(services, context.req.valid('query').ui);
    return context.json(await effectOf(wanted, { services, references }), 200);
  });

  app.openapi(importing, async (context) => {
    const { lines: text, dryRun, note } = context.req.valid('json');
    const { applied, lines } = await importEdits(text, { dryRun, note }, services);
    const shown = lines.map(({ line, edit, problem }) => ({
      line,
      outcome: outcomeOf(edit, problem),
      kind: edit?.kind ?? null,
      problem,
    }));
    const count = (outcome: string): number => shown.filter((one) => one.outcome === outcome).length;
    return context.json(
      { applied, taken: count('taken'), known: count('known'), refused: count('refused'), lines: shown },
      200,
    );
  });

  app.openAPIRegistry.registerPath(exporting);
  app.get(exporting.path, async (context) => {
    await services.refreshRegistry();
    return context.body(editLines(registry.entries), 200, {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="khabar-registry-edits.jsonl"',
    });
  });

  app.openapi(proposals, async (context) => {
    const { kind, ui, ...page } = context.req.valid('query');
    const references = await referencesFor(services, ui);
    const found = groupProposals(
      await services.store.proposedNames.spellings(SPELLINGS),
      registry,
      references,
    );
    return context.json(
      pageOf(
        found.filter(({ type }) => kind === undefined || kind === '' || type === kind),
        page,
      ),
      200,
    );
  });
}

function pageOf<T>(
  all: readonly T[],
  { size, cursor }: { size: number; cursor?: string | undefined },
): { total: number; items: T[]; cursor: string | null } {
  const offset = decodeCursor(cursor, z.number().int().min(0)) ?? 0;
  const items = all.slice(offset, offset + size);
  const end = offset + items.length;
  return { total: all.length, items, cursor: end < all.length ? encodeCursor(end) : null };
}

function outcomeOf(edit: unknown, problem: string | null): 'taken' | 'known' | 'refused' {
  if (problem !== null) return 'refused';
  return edit === null ? 'known' : 'taken';
}

/** Of an undoing, what was undone. */
function original(
  wanted: RegistryEntry['change'],
  entries: readonly RegistryEntry[],
): RegistryEntry['change'] {
  if (wanted.kind !== 'undo') return wanted;
  const undone = entries.find(({ number }) => number === wanted.entry)?.change;
  return undone === undefined ? wanted : original(undone, entries);
}

function subjectsOf(entry: RegistryEntry, entries: readonly RegistryEntry[]): string[] {
  return entitiesOf(original(entry.change, entries));
}

function entryView(entry: RegistryEntry, { registry }: ApiServices, references: References) {
  const { number, at, userId, note } = entry;
  const undoing = registry.undone.has(number)
    ? registry.entries.findLast((one) => one.change.kind === 'undo' && one.change.entry === number)
    : undefined;
  return {
    number,
    at,
    by: userId,
    note,
    change: entry.change,
    // Under the id that the change names, not the one that a merge gave it.
    entities: subjectsOf(entry, registry.entries).map((id) => ({ ...references.entity(id), id })),
    undoneBy: undoing?.number ?? null,
    problem: registry.problems.find((problem) => problem.entry === number)?.message ?? null,
  };
}
