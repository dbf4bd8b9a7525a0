import type { CorrectionView } from '@khabar/api/schemas';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { coloursFor } from '../colours.ts';

const ListOptions = z.object({
  article: z.string().optional(),
  state: z.enum(['counting', 'undone']).optional(),
  size: z.string().default('20'),
  cursor: z.string().optional(),
});

/** `khabar corrections`: what people said against the tagger. */
export function addCorrections(program: Command, cli: Cli): void {
  const corrections = program
    .command('corrections')
    .description('what people said against the tagger: list, undo, export');
  addList(corrections, cli);
  addUndo(corrections, cli);
  addExport(corrections, cli);
}

function addList(corrections: Command, cli: Cli): void {
  const command = corrections
    .command('list', { isDefault: true })
    .description('newest first (the default)')
    .option('--article <id>', 'of one article')
    .option('--state <state>', 'counting or undone')
    .option('--size <number>', 'how many, 1 to 100', '20')
    .option('--cursor <cursor>', 'from the page before');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const { CorrectionList } = await import('@khabar/api/schemas');
      const { article, state, size, cursor } = optionsOf(command, ListOptions);
      const query = new URLSearchParams({
        size,
        ...(article === undefined ? {} : { article }),
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const list = await client.json(`/corrections?${query.toString()}`, CorrectionList);
      if (wantsJson(command)) return outJson(terminal, list);
      const colours = coloursFor(terminal);
      for (const one of list.items)
        await terminal.out(
          `${colours.bold(one.id)}  ${colours.dim(one.at)}  ${one.byName}  ${one.state}\n  ${sayingOf(one)}\n  ${one.article.title} (${one.articleId})${one.note === '' ? '' : `\n  ${one.note}`}\n`,
        );
      if (list.items.length === 0) return terminal.out('nobody has corrected anything yet\n');
      terminal.err(
        `khabar: ${list.items.length} of ${list.total} corrections${list.cursor === null ? '' : `; go on with --cursor ${list.cursor}`}\n`,
      );
      return undefined;
    }),
  );
}

function addUndo(corrections: Command, cli: Cli): void {
  const command = corrections
    .command('undo')
    .description('take a correction back; it stays in the list')
    .argument('<id>', 'the correction');
  addShared(command).action((id: string) =>
    withClient(command, cli, async (client) => {
      const schemas = await import('@khabar/api/schemas');
      const undone = await client.json(`/corrections/${encodeURIComponent(id)}`, schemas.CorrectionView, {
        method: 'DELETE',
      });
      return wantsJson(command)
        ? outJson(cli.terminal, undone)
        : cli.terminal.out(`correction ${id} is undone\n`);
    }),
  );
}

function addExport(corrections: Command, cli: Cli): void {
  const command = corrections
    .command('export')
    .description('those that count as labelled sentences, one a line, in the form of packages/tag/gold')
    .addHelpText('after', '\nExample:\n  khabar corrections export > corrected.jsonl');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const response = await client.request('/corrections.jsonl');
      return cli.terminal.out(await response.text());
    }),
  );
}

function sayingOf({ subject }: CorrectionView): string {
  switch (subject.about) {
    case 'stance': {
      const { was, says } = subject;
      const text = (said: typeof was): string =>
        said === null ? 'no stance' : `${said.holder} > ${said.target}: ${said.label}`;
      return `${text(was)} => ${text(says)}  "${subject.text}"`;
    }
    case 'mention':
      return `"${subject.text}" is ${subject.says === null ? `not ${subject.was}` : `${subject.says}, not ${subject.was}`}`;
    case 'article':
      return 'off topic';
  }
}
