import { once } from 'node:events';

import { processEnvironment, readConfig, VERSION } from '@khabar/config';
import { runRole, startFetcher } from '@khabar/pipeline';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const read = readConfig(processEnvironment());
if (read.ok) {
  await runRole(
    { name: 'fetcher', start: (parts, config) => startFetcher(parts, { hosts: config.fetchHosts }) },
    read.config,
    {
      version: VERSION,
      say,
      untilStopped: () =>
        Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal).then(() => signal))),
    },
  ).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
} else {
  for (const problem of read.problems) say(problem.message);
  process.exitCode = 2;
}
