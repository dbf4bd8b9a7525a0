import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, settingsOf, wantsJson } from '../cli.ts';
import { coloursFor } from '../colours.ts';

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
    const { readSubjects } = await import('@khabar/subjects');
    const subjects = readSubjects(config.subjects);
    const [{ readArgument }, { requireArticle }] = await Promise.all([
      import('../tagging/read-argument.ts'),
      import('../tagging/read-given.ts'),
    ]);
    const { name, extraction, url } = await readArgument(
      { argument, language: options.language },
      { config, terminal },
    );
    requireArticle(name, extraction);
    const [{ loadRegistry }, { openTagger }] = await Promise.all([
      import('@khabar/registry'),
      import('@khabar/tag'),
    ]);
    const registry = await loadRegistry(subjects);
    const tagger = openTagger(registry.entities, { subjects });
    const { text, language, published, section } = extraction;
    const title = extraction.title ?? '';
    const byRules = tagger.tagWithNeutral({
      title,
      text,
      language,
      labels: extraction.tags,
      ...(published === null ? {} : { published }),
      ...(section === null ? {} : { section }),
      ...(url === undefined ? {} : { url }),
    });
    const { readWithEncoder } = await import('../tagging/read-with-encoder.ts');
    const { tags: read, encoder } = await readWithEncoder({ title, text, language }, byRules, config);
    const neutral = options.neutral ? byRules.stances.filter(({ label }) => label === 'neutral') : [];
    const tags = { ...read, stances: [...read.stances, ...neutral] };
    if (wantsJson(command)) {
      const { vector: _vector, ...said } = tags;
      return outJson(terminal, { url: url ?? null, title, text, language, published, ...said, encoder });
    }
    const { tagReport } = await import('../tagging/tag-report.ts');
    return terminal.out(
      tagReport(
        { title, text, language, tags, encoder },
        { registry, colours: coloursFor(terminal), columns: terminal.columns },
      ),
    );
  });
}
