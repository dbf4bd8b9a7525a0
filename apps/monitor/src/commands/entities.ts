import type { RegistryEntryView } from '@khabar/api/registry-schemas';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { coloursFor } from '../colours.ts';
import { changeText } from '../entities/change-text.ts';
import { textTable } from '../text-table.ts';
import { addEntityEdits } from './entities-edit.ts';
import { addEntityExport, addEntityImport } from './entities-exchange.ts';

const ListOptions = z.object({
  name: z.string().optional(),
  type: z.string().optional(),
  size: z.string().default('50'),
  cursor: z.string().optional(),
});
const HistoryOptions = ListOptions.extend({ entity: z.string().optional() });

/** `khabar entities`: who and what is known by which names, and what analysts change in it. */
export function addEntities(program: Command, cli: Cli): void {
  const entities = program
    .command('entities')
    .description('the registry of people, organisations and places: look, change, undo, exchange');
  addList(entities, cli);
  addShow(entities, cli);
  addEntityEdits(entities, cli);
  addHistory(entities, cli);
  addUndo(entities, cli);
  addEntityExport(entities, cli);
  addEntityImport(entities, cli);
  addProposals(entities, cli);
}

function queryOf(options: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(options).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new URLSearchParams(given).toString();
}

function addList(entities: Command, cli: Cli): void {
  const command = entities
    .command('list', { isDefault: true })
    .description('who and what is known, by id (the default)')
    .option('--name <text>', 'with this in a name, in any language')
    .option('--type <type>', 'person, org, country, place, region or topic')
    .option('--size <number>', 'how many, 1 to 500', '50')
    .option('--cursor <cursor>', 'from the page before');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const schemas = await import('@khabar/api/registry-schemas');
      const { type, ...rest } = optionsOf(command, ListOptions);
      const list = await client.json(
        `/registry/entities?${queryOf({ ...rest, kind: type })}`,
        schemas.RegisteredList,
      );
      if (wantsJson(command)) return outJson(terminal, list);
      const rows = list.items.map(({ id, label, names }) => [
        id,
        label,
        names
          .filter(({ kind, text }) => kind === 'label' && text !== label)
          .map(({ text }) => text)
          .join(' · '),
      ]);
      await terminal.out(textTable(['id', 'name', 'other languages'], rows, terminal.columns));
      terminal.err(
        `khabar: ${list.items.length} of ${list.total}${list.cursor === null ? '' : `; go on with --cursor ${list.cursor}`}\n`,
      );
    }),
  );
}

function addShow(entities: Command, cli: Cli): void {
  const command = entities
    .command('show')
    .description('one entity: its names, what it is, how often it is mentioned')
    .argument('<id>', 'for example org:united-nations');
  addShared(command).action((id: string) =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const { EntityView } = await import('@khabar/api/schemas');
      const view = await client.json(`/entities/${encodeURIComponent(id)}?from=all`, EntityView);
      if (wantsJson(command)) return outJson(terminal, view);
      const { entity } = view;
      const colours = coloursFor(terminal);
      await terminal.out(
        `${colours.bold(entity.label)}  ${entity.id}${entity.retired ? '  (retired)' : ''}\n${view.articles} articles, ${view.mentions} mentions\n`,
      );
      const facts = [
        ...entity.roles.map(
          ({ title, of, from, to }) =>
            `role: ${title}${of === null ? '' : ` of ${of.id}`}${from === null ? '' : `, since ${from}`}${to === null ? '' : `, until ${to}`}`,
        ),
        ...(entity.wikidata === null ? [] : [`Wikidata: ${entity.wikidata}`]),
        ...(entity.partOf === null ? [] : [`part of: ${entity.partOf.id}`]),
        ...(entity.actsFor === null ? [] : [`acts for: ${entity.actsFor.id}`]),
        ...(entity.former.length === 0 ? [] : [`merged into it: ${entity.former.join(', ')}`]),
        ...(entity.note === null ? [] : [`note: ${entity.note}`]),
      ];
      for (const fact of facts) await terminal.out(`${fact}\n`);
      const rows = entity.names.map(({ language, kind, text, unless = [], near = [], origin }) => [
        language,
        kind,
        origin === 'data' ? '' : 'added',
        [
          text,
          ...unless.map((rule) => `not with "${rule}"`),
          ...near.map((rule) => `only with "${rule}"`),
        ].join(', '),
      ]);
      return terminal.out(textTable(['language', 'kind', '', 'name'], rows, terminal.columns));
    }),
  );
}

function addHistory(entities: Command, cli: Cli): void {
  const command = entities
    .command('history')
    .description('what was changed, by whom, when; newest first')
    .option('--entity <id>', 'of one entity')
    .option('--size <number>', 'how many, 1 to 500', '50')
    .option('--cursor <cursor>', 'from the page before');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const schemas = await import('@khabar/api/registry-schemas');
      const { entity, size, cursor } = optionsOf(command, HistoryOptions);
      const history = await client.json(
        `/registry/changes?${queryOf({ entity, size, cursor })}`,
        schemas.RegistryHistory,
      );
      if (wantsJson(command)) return outJson(terminal, history);
      if (history.total === 0) return terminal.out('nobody has changed the registry\n');
      const rows = history.items.map((entry) => [
        String(entry.number),
        entry.at.slice(0, 16).replace('T', ' '),
        entry.by,
        [changeText(entry.change), ...remarksOn(entry)].join('; '),
      ]);
      await terminal.out(textTable(['change', 'at (UTC)', 'by', 'what'], rows, terminal.columns));
      terminal.err(
        `khabar: ${history.items.length} of ${history.total}${history.cursor === null ? '' : `; go on with --cursor ${history.cursor}`}\n`,
      );
    }),
  );
}

function remarksOn({ note, undoneBy, problem }: RegistryEntryView): string[] {
  return [
    ...(note === null ? [] : [`"${note}"`]),
    ...(undoneBy === null ? [] : [`undone by ${undoneBy}`]),
    ...(problem === null ? [] : [`has no effect: ${problem}`]),
  ];
}

function addUndo(entities: Command, cli: Cli): void {
  const command = entities
    .command('undo')
    .description('take a change back; that is a change too, and can be undone')
    .argument('<change>', 'its number in the history')
    .option('--note <text>', 'why');
  addShared(command).action((number: string) =>
    withClient(command, cli, async (client) => {
      const { RegistryChanged } = await import('@khabar/api/registry-schemas');
      const { note } = optionsOf(command, z.object({ note: z.string().optional() }));
      const done = await client.json(
        '/registry/changes',
        RegistryChanged,
        withJson('POST', {
          change: { kind: 'undo', entry: Number(number) },
          ...(note === undefined ? {} : { note }),
        }),
      );
      return wantsJson(command)
        ? outJson(cli.terminal, done)
        : cli.terminal.out(`change ${number} is undone (change ${done.number})\n`);
    }),
  );
}

function addProposals(entities: Command, cli: Cli): void {
  const command = entities
    .command('proposals')
    .description('names in texts that the registry lacks, with their spellings')
    .option('--type <type>', 'person, org or place')
    .option('--size <number>', 'how many, 1 to 500', '20')
    .option('--cursor <cursor>', 'from the page before')
    .addHelpText(
      'after',
      '\nTake one over with "khabar entities add" or "khabar entities alias"; "khabar entities dismiss NAME" drops it.',
    );
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const schemas = await import('@khabar/api/registry-schemas');
      const { type, ...rest } = optionsOf(command, ListOptions);
      const list = await client.json(
        `/registry/proposals?${queryOf({ ...rest, kind: type })}`,
        schemas.ProposalList,
      );
      if (wantsJson(command)) return outJson(terminal, list);
      const colours = coloursFor(terminal);
      for (const { type: kind, articles, foundBy, spellings } of list.items) {
        const names = spellings.map(({ surface, language }) => `${surface} (${language})`).join(', ');
        await terminal.out(
          `${colours.bold(names)}  ${kind}, ${articles} articles, found by ${foundBy === 'rule' ? 'its title' : 'the learned tagger'}\n  ${(spellings[0]?.sentence ?? '').replaceAll(/\s+/g, ' ')}\n`,
        );
      }
      if (list.items.length === 0) await terminal.out('no name is proposed\n');
      else
        terminal.err(
          `khabar: ${list.items.length} of ${list.total}${list.cursor === null ? '' : `; go on with --cursor ${list.cursor}`}\n`,
        );
    }),
  );
}
