import type { Terminal } from './terminal.ts';

export interface Step {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** Does one after the other and shows which one is at work, on stderr. Throws what a step throws; later steps are not begun. */
export async function runSteps(terminal: Terminal, steps: readonly Step[]): Promise<void> {
  if (!terminal.errIsTty) {
    for (const { title, run } of steps) {
      terminal.err(`khabar: ${title}\n`);
      await run();
    }
    return;
  }
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const tasks = steps.map(({ title, run }) => ({ title, task: () => run() }));
  // Its default is stdout, which belongs to the results.
  const logger = new ListrLogger({
    useIcons: false,
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  await new Listr(tasks, {
    rendererOptions: { logger, showErrorMessage: false },
    registerSignalListeners: false,
  }).run();
}
