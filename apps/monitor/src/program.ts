import { VERSION } from '@khabar/config';
import { Command, CommanderError } from 'commander';

import type { Cli } from './cli.ts';
import { type OpenClient, openClient } from './client.ts';
import { addAlerts } from './commands/alerts.ts';
import { addBackfill } from './commands/backfill.ts';
import { addBackup } from './commands/backup.ts';
import { addConfig } from './commands/config.ts';
import { addCorrections } from './commands/corrections.ts';
import { addEntities } from './commands/entities.ts';
import { addExport } from './commands/export.ts';
import { addExtract } from './commands/extract.ts';
import { addIngest } from './commands/ingest.ts';
import { addLines } from './commands/lines.ts';
import { addMove } from './commands/move.ts';
import { addOutlets } from './commands/outlets.ts';
import { addReindex } from './commands/reindex.ts';
import { addRestore } from './commands/restore.ts';
import { addRetag } from './commands/retag.ts';
import { addSample } from './commands/sample.ts';
import { addSearch } from './commands/search.ts';
import { addStart } from './commands/start-command.ts';
import { addSubjects } from './commands/subjects.ts';
import { addTag } from './commands/tag.ts';
import { EXIT, exitCodeOf, messageOf } from './failure.ts';
import type { Terminal } from './terminal.ts';

const INTERRUPTED = 130;
const HELP_COLUMNS = 110;

/** Runs one command line and resolves to its exit code: 0 done, 1 failed, 2 bad input or usage, 130 interrupted. */
export async function runKhabar(
  args: readonly string[],
  given: { terminal: Terminal; openClient?: OpenClient },
): Promise<number> {
  const { terminal } = given;
  let exitCode: number = EXIT.ok;
  let controller: AbortController | undefined;
  let stopListening: (() => void) | undefined;
  const cli: Cli = {
    terminal,
    openClient: given.openClient ?? openClient,
    interruption() {
      if (controller !== undefined) return controller.signal;
      const made = new AbortController();
      controller = made;
      stopListening = terminal.onInterrupt(() => {
        if (made.signal.aborted) terminal.quit(INTERRUPTED);
        made.abort();
      });
      return made.signal;
    },
    exitWith(code) {
      exitCode = Math.max(exitCode, code);
    },
  };
  try {
    await createProgram(cli).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (controller?.signal.aborted === true) {
      terminal.err('khabar: interrupted\n');
      return INTERRUPTED;
    }
    for (const line of messageOf(error).split('\n')) terminal.err(`khabar: ${line}\n`);
    return exitCodeOf(error);
  } finally {
    stopListening?.();
  }
}

function createProgram(cli: Cli): Command {
  const { terminal } = cli;
  const program = new Command('khabar')
    .description(
      'Khabar watches news outlets, keeps every article, says who is mentioned and who stands how towards whom.',
    )
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => Math.min(terminal.columns, HELP_COLUMNS),
      getErrHelpWidth: () => Math.min(terminal.columns, HELP_COLUMNS),
    })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nCommands work while Khabar is running (through it) and while it is not (on the data folder itself).\nExit codes: 0 done, 1 failed, 2 bad input or usage, 130 interrupted.',
    );
  const adders = [
    addStart,
    addIngest,
    addBackfill,
    addOutlets,
    addSearch,
    addExport,
    addTag,
    addExtract,
    addSubjects,
    addAlerts,
    addEntities,
    addReindex,
    addRetag,
    addCorrections,
    addBackup,
    addRestore,
    addMove,
    addSample,
    addConfig,
    addLines,
  ];
  for (const add of adders) add(program, cli);
  return program;
}
