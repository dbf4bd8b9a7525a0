import { EntityRole, KhabarError, RegistryEdit } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { changeText } from '../entities/change-text.ts';
import { readName, readNameKey, readNames } from '../entities/read-name.ts';

const EditOptions = z.object({ note: z.string().optional(), dryRun: z.boolean().default(false) });

/** The commands that change one entity; each can be tried with --dry-run and undone. */
export function addEntityEdits(entities: Command, cli: Cli): void {
  const edit = (command: Command, read: (args: readonly string[]) => unknown): void =>
    addEdit(command, cli, read);

  const add = entities
    .command('add')
    .description('a new entity')
    .argument('<id>', 'person:…, org:…, place:…, country:…, region:… or topic:…')
    .argument(
      '<name...>',
      'LANGUAGE:NAME; the first of a language is shown, surname:LANGUAGE:NAME is a surname',
    )
    .option('--part-of <id>', 'the larger entity to which it belongs')
    .option('--acts-for <id>', 'whom its name may stand for')
    .option('--wikidata <id>', 'Q and a number')
    .option('--gender <f|m>', 'of a person')
    .addHelpText(
      'after',
      example('add person:pavel-orlov "en:Pavel Orlov" "ru:Павел Орлов" "surname:ru:Орлов"'),
    );
  edit(add, ([id = '', ...names]) => ({ kind: 'add-entity', entity: entityOf(id, names, add) }));

  edit(
    entities
      .command('alias')
      .description('further names of an entity')
      .argument('<id>')
      .argument('<name...>', 'LANGUAGE:NAME, or surname:LANGUAGE:NAME')
      .addHelpText('after', example('alias org:united-nations "ps:ملګري ملتونه"')),
    ([id, ...names]) => ({ kind: 'add-names', id, names: names.map((name) => readName(name, 'alias')) }),
  );
  const reject = entities
    .command('reject')
    .description('a name that is none of this entity; with --unless or --near: none there')
    .argument('<id>')
    .argument('<name>', 'LANGUAGE:NAME')
    .option('--unless <rule...>', 'not with this word near, or before (new ~) or after (~ علم) it')
    .option('--near <rule...>', 'only with this word near')
    .addHelpText('after', example('reject country:georgia en:Georgia --unless atlanta'));
  edit(reject, ([id, name = '']) => rejectionOf(id, name, reject));
  edit(
    entities
      .command('rename')
      .description('how an entity is shown in a language; the old name is still found')
      .argument('<id>')
      .argument('<name>', 'LANGUAGE:NAME'),
    ([id, name = '']) => ({ kind: 'rename-label', id, name: readNameKey(name) }),
  );
  edit(
    entities
      .command('merge')
      .description('two that are one: names go over, the old id answers as the other')
      .argument('<id>', 'the one that goes')
      .argument('<into>', 'the one that stays'),
    ([id, into]) => ({ kind: 'merge', id, into }),
  );
  edit(
    entities
      .command('split')
      .description('names that are somebody else: a new entity of its own')
      .argument('<id>', 'the one that has them now')
      .argument('<new-id>', 'whose they are')
      .argument('<name...>', 'LANGUAGE:NAME'),
    ([id, fresh = '', ...names]) => ({
      kind: 'split',
      id,
      entity: { id: fresh, type: fresh.split(':', 1)[0] },
      names: names.map((name) => readNameKey(name)),
    }),
  );
  const retire = entities
    .command('retire')
    .description('no longer looked for; what was found stays')
    .argument('<id>')
    .option('--reason <text>', 'why');
  edit(retire, ([id]) => ({
    kind: 'retire',
    id,
    ...optionsOf(retire, z.object({ reason: z.string().optional() })),
  }));
  const facts = entities
    .command('facts')
    .description('roles, Wikidata id, links and note; an empty text removes one')
    .argument('<id>')
    .option(
      '--role <json...>',
      'all of its roles: {"title":"envoy","of":"org:united-nations","from":"2021-09-07"}',
    )
    .option('--wikidata <id>')
    .option('--part-of <id>')
    .option('--acts-for <id>')
    .option('--remark <text>', 'kept with the entity');
  edit(facts, ([id = '']) => factsOf(id, facts));
  edit(
    entities
      .command('dismiss')
      .description('proposed names that nobody needs')
      .argument('<name...>', 'LANGUAGE:NAME'),
    (names) => ({ kind: 'dismiss-names', names: names.map((name) => readNameKey(name)) }),
  );
}

function example(text: string): string {
  return `\nExample:\n  khabar entities ${text}`;
}

const AddOptions = z.object({
  partOf: z.string().optional(),
  actsFor: z.string().optional(),
  wikidata: z.string().optional(),
  gender: z.string().optional(),
});

function entityOf(id: string, names: readonly string[], command: Command): Record<string, unknown> {
  return { id, type: id.split(':', 1)[0], names: readNames(names), ...optionsOf(command, AddOptions) };
}

const RejectOptions = z.object({
  unless: z.array(z.string()).optional(),
  near: z.array(z.string()).optional(),
});

function rejectionOf(id: string | undefined, name: string, command: Command): Record<string, unknown> {
  const rules = optionsOf(command, RejectOptions);
  const isEverywhere = rules.unless === undefined && rules.near === undefined;
  return { kind: isEverywhere ? 'reject-name' : 'limit-name', id, name: readNameKey(name), ...rules };
}

const FactOptions = z.object({
  role: z.array(z.string()).optional(),
  wikidata: z.string().optional(),
  partOf: z.string().optional(),
  actsFor: z.string().optional(),
  remark: z.string().optional(),
});

function factsOf(id: string, command: Command): Record<string, unknown> {
  const { role, remark: note, ...facts } = optionsOf(command, FactOptions);
  const given = Object.entries({ ...facts, note })
    .filter(([, value]) => value !== undefined)
    .map(([fact, value]) => [fact, value === '' ? null : value]);
  return {
    kind: 'change-facts',
    id,
    ...Object.fromEntries(given),
    ...(role === undefined ? {} : { roles: role.filter((one) => one !== '').map(readRole) }),
  };
}

function readRole(text: string): EntityRole {
  try {
    return EntityRole.parse(JSON.parse(text));
  } catch (cause) {
    throw new KhabarError(
      'INPUT_INVALID',
      `--role ${text}: a role is JSON such as {"title":"envoy","of":"org:united-nations","from":"2021-09-07"}`,
      { cause },
    );
  }
}

function addEdit(command: Command, cli: Cli, read: (args: readonly string[]) => unknown): void {
  command
    .option('--note <text>', 'why, for those who read the history')
    .option('--dry-run', 'check it and say what it would touch', false);
  addShared(command).action(async () => {
    const { terminal } = cli;
    const { note, dryRun } = optionsOf(command, EditOptions);
    const change = editOf(read(command.args));
    const request = withJson('POST', { change, ...(note === undefined ? {} : { note }) });
    await withClient(command, cli, async (client) => {
      const { RegistryChanged, RegistryEffect } = await import('@khabar/api/registry-schemas');
      if (dryRun) {
        const effect = await client.json('/registry/changes/preview', RegistryEffect, request);
        return wantsJson(command)
          ? outJson(terminal, effect)
          : terminal.out(`would have: ${changeText(change)}\n${effectText(effect)}\n`);
      }
      const done = await client.json('/registry/changes', RegistryChanged, request);
      if (wantsJson(command)) return outJson(terminal, done);
      await terminal.out(`change ${done.number}: ${changeText(change)}\n${effectText(done.effect)}\n`);
      if (done.effect.articles > 0)
        terminal.err(
          'khabar: articles keep their tags until they are tagged again; "khabar retag --dry-run" says what would differ\n',
        );
    });
  });
}

function editOf(read: unknown): RegistryEdit {
  const parsed = RegistryEdit.safeParse(read);
  if (parsed.success) return parsed.data;
  throw new KhabarError(
    'INPUT_INVALID',
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
  );
}

function effectText({ articles, mentions }: { articles: number; mentions: number }): string {
  return mentions === 0
    ? `up to ${articles} articles to be tagged again`
    : `up to ${articles} articles with ${mentions} mentions to be tagged again`;
}
