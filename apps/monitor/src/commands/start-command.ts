import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, settingsOf, wantsJson } from '../cli.ts';

const Options = z.object({
  port: z.string().optional(),
  host: z.string().optional(),
  sample: z.boolean().optional(),
});

/** `khabar start`: everything in this process, until it is told to stop. */
export function addStart(program: Command, cli: Cli): void {
  const command = program
    .command('start')
    .description('run Khabar: fetch, extract, tag, index, alert, and serve the dashboard')
    .option('--port <number>', 'port of the dashboard; 0 takes a free one (PORT)')
    .option('--host <address>', 'address it listens on (HOST)')
    .option('--no-sample', 'do not load the sample coverage on a first run (KHABAR_SAMPLE=off)')
    .addHelpText(
      'after',
      '\nExamples:\n  khabar start\n  khabar start --port 0 --data ./coverage --no-sample',
    );
  addShared(command).action(async () => {
    const { terminal } = cli;
    const { port, host, sample } = optionsOf(command, Options);
    const config = settingsOf(command, terminal, {
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
      ...(sample === false ? { sample: 'off' } : {}),
    });
    const json = wantsJson(command);
    const { start } = await import('./start.ts');
    await start(config, {
      say: (line) => (json ? void outJson(terminal, { message: line.trim() }) : terminal.err(`${line}\n`)),
      untilStopped: (force) =>
        new Promise((resolve) => {
          let asked = false;
          terminal.onInterrupt(() => {
            if (asked) force();
            asked = true;
            resolve('asked to');
          });
        }),
    });
  });
}
