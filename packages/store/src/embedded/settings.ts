import type { Session } from './session.ts';
import { quoteLiteral } from './sql-text.ts';
import { rowsOf } from './wire-messages.ts';

/** A connection's own settings (GUCs) by name. */
export type Settings = ReadonlyMap<string, string>;

/** Not settings of the session, or not worth a switch: the name is for display. */
const IGNORED = new Set([
  'user',
  'database',
  'replication',
  'options',
  'application_name',
  'client_encoding',
]);

/** Settings of a start-up message: its own parameters and the `-c name=value` of `options`. */
export function startupSettings(parameters: ReadonlyMap<string, string>): Settings {
  const own = [...parameters].filter(([name]) => !IGNORED.has(name) && !name.startsWith('_pq_.'));
  return new Map([...optionSettings(parameters.get('options') ?? ''), ...own]);
}

function optionSettings(options: string): [string, string][] {
  // Words are split at spaces; a backslash keeps the next character as it is.
  const words = (options.match(/(?:\\[\s\S]|[^\s\\])+/g) ?? []).map((word) =>
    word.replaceAll(/\\([\s\S])/g, '$1'),
  );
  return words.flatMap((word, at): [string, string][] => {
    const assignment = word === '-c' ? (words[at + 1] ?? '') : /^(?:-c|--)(.+)$/s.exec(word)?.[1];
    const [, name, value] = /^([\w.-]+)=(.*)$/s.exec(assignment ?? '') ?? [];
    return name === undefined || value === undefined ? [] : [[name.replaceAll('-', '_'), value]];
  });
}

const READ_ONLY = 'default_transaction_read_only';

export function settingsKey(settings: Settings): string {
  return [...settings].map(([name, value]) => `${name}=${value}`).join('\u0000');
}

/** Makes the session's settings those of a connection; @throws SessionError for one that PostgreSQL does not take. */
export async function applySettings(session: Session, own: Settings): Promise<void> {
  const settings = session.readOnly ? new Map([...own, [READ_ONLY, 'on']]) : own;
  const key = settingsKey(settings);
  if (session.settingsKey === key) return;
  session.settingsKey = null;
  const calls = [...settings].map(
    ([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
  );
  const select = calls.length > 0 ? `select ${calls.join(', ')};` : '';
  await session.ask(`set session authorization default; reset all; ${select}`);
  session.settingsKey = key;
}

/** Reads what a connection has set, after it may have changed something. */
export async function captureSettings(session: Session): Promise<Settings> {
  const output = await session.ask(
    "select name, setting from pg_settings where source = 'session' and name <> 'application_name' order by name",
  );
  const settings = new Map(rowsOf(output).map(([name, value]) => [name ?? '', value ?? '']));
  if (session.readOnly) settings.delete(READ_ONLY);
  return settings;
}
