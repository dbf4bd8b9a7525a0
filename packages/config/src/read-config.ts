import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import type { Option } from './option.ts';
import { OPTIONS, type OptionKey } from './options.ts';

/** The configuration, typed. */
export type Config = {
  readonly [Key in OptionKey]: (typeof OPTIONS)[Key]['schema'] extends { _output: infer T } ? T : never;
};

/** One thing that is wrong, in words that name the option, what it may be and what it is. */
export interface ConfigProblem {
  readonly option: string;
  readonly message: string;
}

export type ReadConfig =
  | { readonly ok: true; readonly config: Config; readonly sources: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const TEST_SWITCHES: readonly OptionKey[] = ['testAllow', 'testDns', 'testRoute', 'testClock'];
const KEYS = Object.keys(OPTIONS).filter((key): key is OptionKey => key in OPTIONS);

/**
 * Defaults < config file (`KHABAR_CONFIG`, YAML with the names of the environment) < environment < flags.
 * Never throws: everything that is wrong is listed at once.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Partial<Record<OptionKey, string>> = {},
): ReadConfig {
  const problems: ConfigProblem[] = [];
  const file = readFile(environment['KHABAR_CONFIG'], problems);
  const config: Record<string, unknown> = {};
  const sources: Record<string, string> = {};
  for (const key of KEYS) {
    const option: Option<unknown> = OPTIONS[key];
    const { value, source } = firstSet([
      { value: flags[key], source: 'flag' },
      { value: environment[option.name], source: 'environment' },
      { value: file[option.name], source: 'file' },
      { value: option.fallback, source: 'default' },
    ]);
    sources[option.name] = source;
    const parsed = option.schema.safeParse(value);
    if (parsed.success) config[key] = parsed.data;
    else {
      const shown = option.secret === true ? '(not shown)' : JSON.stringify(value);
      problems.push({
        option: option.name,
        message: `${option.name} ${parsed.error.issues.map((issue) => issue.message).join(', ')}; it is ${shown}`,
      });
    }
  }
  if (problems.length === 0) problems.push(...testSwitchProblems(config));
  if (problems.length > 0) return { ok: false, problems };
  // Every key of OPTIONS was parsed by its own schema just above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ok: true, config: config as Config, sources };
}

/** Loopback in any of its forms. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Where people reach the dashboard, as links in messages say it. */
export function publicAddress(config: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  if (config.publicUrl !== undefined) return config.publicUrl.replace(/\/+$/, '');
  const host = config.host.includes(':') && !config.host.startsWith('[') ? `[${config.host}]` : config.host;
  return `http://${host}:${config.port}`;
}

function testSwitchProblems(config: Record<string, unknown>): ConfigProblem[] {
  const beyond = typeof config['host'] === 'string' && !isLoopback(config['host']);
  if (config['nodeEnv'] !== 'production' && !beyond) return [];
  const why = beyond
    ? `Khabar listens on ${String(config['host'])}, beyond loopback`
    : 'NODE_ENV is production';
  return TEST_SWITCHES.filter((key) => config[key] !== undefined).map((key) => ({
    option: OPTIONS[key].name,
    message: `${OPTIONS[key].name} is a test switch and is refused: ${why}`,
  }));
}

function firstSet(candidates: readonly { value: string | undefined; source: string }[]): {
  value: string;
  source: string;
} {
  for (const { value, source } of candidates) if (value !== undefined) return { value: value.trim(), source };
  return { value: '', source: 'default' };
}

function readFile(path: string | undefined, problems: ConfigProblem[]): Record<string, string> {
  if (path === undefined || path === '') return {};
  try {
    const content: unknown = parse(readFileSync(path, 'utf8'));
    if (content === null) return {};
    if (typeof content !== 'object' || Array.isArray(content)) {
      problems.push({
        option: 'KHABAR_CONFIG',
        message: `KHABAR_CONFIG: ${path} must hold NAME: value lines`,
      });
      return {};
    }
    const known = new Set<string>(KEYS.map((key) => OPTIONS[key].name));
    const entries: [string, string][] = [];
    for (const [name, value] of Object.entries(content)) {
      if (known.has(name)) entries.push([name, String(value)]);
      else
        problems.push({
          option: name,
          message: `KHABAR_CONFIG: ${path} sets ${name}, which is not an option`,
        });
    }
    return Object.fromEntries(entries);
  } catch (error) {
    problems.push({
      option: 'KHABAR_CONFIG',
      message: `KHABAR_CONFIG: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    });
    return {};
  }
}
