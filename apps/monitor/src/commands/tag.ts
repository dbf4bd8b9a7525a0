import { type FetchPage, KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, settingsOf, wantsJson } from '../cli.ts';
import { coloursFor } from '../colours.ts';
import type { Input } from '../ingest/find-inputs.ts';
import type { Terminal } from '../terminal.ts';

const Options = z.object({ language: z.string().optional(), neutral: z.boolean().default(false) });

const HELP = `
Reads one text, HTML page, web address or, as -, stdin; keeps nothing, and opens no record. Names are those of the data files,
without what analysts changed in a record. Marks: [name|id] a mention, {q1: ...} a quote, <1: ...> the words of a stance.

Examples:
  khabar tag article.txt
  khabar tag https://kubha.example/news/1 --json | jq .stances
  pbpaste | khabar tag -`;

/** `khabar tag`: one article with its mentions, quotes and stances, and why. */
export function addTag(program: Command, cli: Cli): void {
  const command = program
    .command('tag')
    .description('show an article with its mentions, quotes and stances, and why')
    .argument('<input>', 'a file, an address, or - for stdin')
    .option('--language <code>', 'language of a plain text (BCP 47); otherwise found')
    .option('--neutral', 'also who only met, talked or denied something', false)
    .addHelpText('after', HELP);
  addShared(command).action(async (argument: string) => {
    const options = optionsOf(command, Options);
    const { terminal } = cli;
    const config = settingsOf(command, terminal);
    const input = await onlyInput(argument);
    const { readSubjects } = await import('@khabar/subjects');
    const subjects = readSubjects(config.subjects);
    const { extraction, url } = await readInput(input, { options, config, terminal });
    const [{ loadRegistry }, { openTagger }] = await Promise.all([
      import('@khabar/registry'),
      import('@khabar/tag'),
    ]);
    const registry = await loadRegistry(subjects);
    const tagger = openTagger(registry.entities, { subjects });
    const { text, language, published, section } = extraction;
    const title = extraction.title ?? '';
    const tags = (options.neutral ? tagger.tagWithNeutral : tagger.tag)({
      title,
      text,
      language,
      labels: extraction.tags,
      ...(published === null ? {} : { published }),
      ...(section === null ? {} : { section }),
      ...(url === undefined ? {} : { url }),
    });
    if (wantsJson(command))
      return outJson(terminal, { url: url ?? null, title, text, language, published, ...tags });
    const { tagReport } = await import('../tagging/tag-report.ts');
    return terminal.out(
      tagReport(
        { title, text, language, tags },
        { registry, colours: coloursFor(terminal), columns: terminal.columns },
      ),
    );
  });
}

async function onlyInput(argument: string): Promise<Input> {
  const { findInputs } = await import('../ingest/find-inputs.ts');
  const { inputs } = await findInputs(argument);
  const [input, another] = inputs;
  if (input === undefined || another !== undefined)
    throw new KhabarError('INPUT_INVALID', `${argument}: ${inputs.length} files; name one`);
  return input;
}

async function readInput(
  input: Input,
  given: { options: z.infer<typeof Options>; config: Config; terminal: Terminal },
) {
  const { readInputFile, readInputStream } = await import('../ingest/read-input.ts');
  const { readGiven } = await import('../tagging/read-given.ts');
  const reading = { language: given.options.language, fetchPage: fetchNothing };
  switch (input.kind) {
    case 'stdin':
      return readGiven(await readInputStream(given.terminal.stdin), { ...reading, name: 'stdin' });
    case 'file': {
      const body = await readInputFile(input.path, input.bytes);
      if (body === 'warc')
        throw new KhabarError('INPUT_INVALID', `${input.path}: an archive of many pages; use khabar ingest`);
      return readGiven(body, { ...reading, name: input.path });
    }
    case 'address': {
      const { openPageReader } = await import('../tagging/open-page-reader.ts');
      const reader = openPageReader(given.config);
      try {
        return await readGiven(
          { kind: 'address', url: input.url },
          { ...reading, name: input.url, fetchPage: reader.fetchPage },
        );
      } finally {
        await reader.close();
      }
    }
  }
}

const fetchNothing: FetchPage = () =>
  Promise.reject(new KhabarError('INTERNAL', 'only an address is fetched'));
