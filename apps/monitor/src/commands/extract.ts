import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, settingsOf, wantsJson } from '../cli.ts';
import { coloursFor } from '../colours.ts';
import { EXIT } from '../failure.ts';

const Options = z.object({
  format: z.enum(['text', 'json', 'markdown']).default('text'),
  why: z.boolean().default(false),
  language: z.string().optional(),
  url: z.url({ protocol: /^https?$/, error: 'not an http or https address' }).optional(),
});

const HELP = `
Reads one web address, HTML page, text file or, as -, stdin; keeps nothing, and opens no record. An address is fetched as the sources
are: with robots.txt, no private addresses, limits of time and size. What is no article is told with its reason, and exit code 1.

Examples:
  khabar extract https://kubha.example/news/1
  khabar extract page.html --url https://kubha.example/news/1 --why
  khabar extract page.html --format markdown > article.md
  curl -s https://kubha.example/news/1 | khabar extract - --format json | jq .provenance`;

/** `khabar extract`: the article of a page, and where each of its fields came from. */
export function addExtract(program: Command, cli: Cli): void {
  const command = program
    .command('extract')
    .description('print the article of a page, and where each of its fields came from')
    .argument('<input>', 'an address, a file, or - for stdin')
    .option('--format <format>', 'text, json or markdown', 'text')
    .option('--why', 'also where each field came from, and why it is an article', false)
    .option('--url <address>', 'where a page in a file or on stdin came from')
    .option('--language <code>', 'language of a plain text (BCP 47); otherwise found')
    .addHelpText('after', HELP);
  addShared(command).action(async (argument: string) => {
    const { format, why, language, url: from } = optionsOf(command, Options);
    const { terminal } = cli;
    const config = settingsOf(command, terminal);
    const { readArgument } = await import('../tagging/read-argument.ts');
    const { name, extraction, url } = await readArgument(
      { argument, language, url: from },
      { config, terminal },
    );
    const isFound = extraction.isArticle && extraction.text.trim() !== '';
    if (!isFound) {
      terminal.err(`khabar: ${name}: not an article (${extraction.reason ?? 'it has no text'})\n`);
      cli.exitWith(EXIT.failed);
    }
    if (wantsJson(command) || format === 'json')
      return outJson(terminal, { url: url ?? null, ...extraction });
    const { articleAsMarkdown, articleAsText, extractionReport } =
      await import('../tagging/show-extraction.ts');
    const shown = { extraction, url };
    const article =
      format === 'markdown' ? articleAsMarkdown(shown) : articleAsText(shown, terminal.outIsTty);
    const report = why ? `\n${extractionReport(shown, coloursFor(terminal))}` : '';
    if (isFound || why) await terminal.out(`${isFound ? article : ''}${report}`);
  });
}
