import { KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import { openLogger, openMetrics } from '@khabar/observe';

import { openParts, type OpenedParts } from './open-parts.ts';

/** One part of a scaled-out installation: opens what it needs, takes on its jobs, stops in order when told to. */
export interface Role {
  readonly name: 'fetcher' | 'worker';
  start(parts: OpenedParts, config: Config): Promise<{ stop(): Promise<void> }>;
}

export interface RoleDeps {
  readonly version: string;
  readonly say: (line: string) => void;
  readonly untilStopped: () => Promise<string>;
}

/** Throws KhabarError CONFIG_INVALID where the record is embedded: one process owns it, so it cannot be shared. */
export async function runRole(role: Role, config: Config, deps: RoleDeps): Promise<void> {
  if (config.databaseUrl === undefined) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `${role.name}: DATABASE_URL is not set, and the embedded record belongs to one process; run "npm start", which does everything, or set DATABASE_URL`,
    );
  }
  const metrics = openMetrics();
  metrics.build({ version: deps.version, part: role.name });
  metrics.folder(config.dataFolder);
  const parts = await openParts(config, {
    logger: openLogger({ level: config.logLevel, name: `khabar-${role.name}` }),
    metrics,
    version: deps.version,
    publicUrl: () => `http://${config.host}:${config.port}`,
    onEvent: () => {},
    onProgress: (message) => deps.say(`  ${message}`),
  });
  try {
    const running = await role.start(parts, config);
    deps.say(`${role.name} runs`);
    deps.say(`${role.name} stops (${await deps.untilStopped()})`);
    await running.stop();
  } finally {
    await parts.close();
  }
}
