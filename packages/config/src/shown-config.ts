import type { Option } from './option.ts';
import { OPTIONS } from './options.ts';
import type { Config } from './read-config.ts';

/** One option as `khabar config` prints it; the password of a secret address is not in it. */
export interface ShownOption {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly fallback: string;
  readonly sentence: string;
}

/** The configuration for people to look at, secrets masked. */
export function shownConfig(config: Config, sources: Readonly<Record<string, string>>): ShownOption[] {
  return Object.entries(OPTIONS).map(([key, given]) => {
    const option: Option<unknown> = given;
    const value: unknown = Object.entries(config).find(([name]) => name === key)?.[1];
    return {
      name: option.name,
      value: shown(value, option.secret === true),
      source: sources[option.name] ?? 'default',
      fallback: option.fallback,
      sentence: option.sentence,
    };
  });
}

function shown(value: unknown, secret: boolean): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'string') return JSON.stringify(value);
  if (!secret) return value;
  const address = URL.parse(value);
  if (address === null) return '***';
  if (address.password !== '') address.password = '***';
  return address.href;
}

/** `.env.example`: every option with its sentence and default. */
export function environmentExample(): string {
  return Object.values(OPTIONS)
    .map((option) => `# ${option.sentence}\n# ${option.name}=${option.fallback}\n`)
    .join('\n');
}
