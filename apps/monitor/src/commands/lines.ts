import { flushCompileCache } from 'node:module';

import { KhabarError } from '@khabar/article';
import { Argument, type Command } from 'commander';

import { addShared, type Cli, settingsOf } from '../cli.ts';
import { answerLines } from '../lines/answer-lines.ts';
import { LINE_KINDS, type LineKindName, openKind } from '../lines/open-kind.ts';

const HELP = `
Reads one JSON object a line from stdin and writes one a line with the same id to stdout, until stdin ends.
A line that cannot be answered gets {"id","error"}. Lines end at LF.

KIND     in                                             out
extract  id, url, html_b64, content_type?               title, authors, published, body, lang, url, site, image,
                                                        section, tags, paywalled, confidence, is_article
feed     id, body_b64, content_type, base_url           ok, feed, entries; or ok: false, error
robots   id, robots or robots_b64, agent, url           allowed
fetch    id, url, position?                             outcome (ok, refused, error), reason, title, text, indexed
tag      id, lang?, title?, text, published?, source?,  entities, quotes, stances, label (with a target);
         target?: {start, end}                          offsets are UTF-16
(none)   id, task: canonical, parse, ssrf, date,        see apps/monitor/README.md
         sitemap, opml, csv, sanitize, text or feed

Example:
  echo '{"id":1,"robots":"User-agent: *\\nDisallow: /a","agent":"Khabar","url":"https://kubha.example/a"}' | khabar lines robots`;

/** `khabar lines [KIND]`: the parts of Khabar for any language, as JSON Lines. */
export function addLines(program: Command, cli: Cli): void {
  const command = program
    .command('lines')
    .description('answer JSON lines: the parts of Khabar for any language')
    .addArgument(
      new Argument('[kind]', 'what the lines ask; without it each line says by "task"').choices([
        ...LINE_KINDS,
      ]),
    )
    .addHelpText('after', HELP);
  addShared(command).action(async (given: string | undefined) => {
    const { terminal } = cli;
    const config = settingsOf(command, terminal);
    const kind = await openKind(kindOf(given), config);
    // Whoever started this may kill it: the next start must not compile again, which costs 30 MB.
    flushCompileCache();
    try {
      await answerLines(terminal.stdin, kind, (line) => terminal.out(line));
    } finally {
      await kind.close?.();
    }
  });
}

function kindOf(given: string | undefined): LineKindName | null {
  if (given === undefined) return null;
  const kind = LINE_KINDS.find((name) => name === given);
  if (kind === undefined)
    throw new KhabarError('INPUT_INVALID', `lines: "${given}" is none of ${LINE_KINDS.join(', ')}`);
  return kind;
}
