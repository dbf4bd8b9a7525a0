import { pino } from 'pino';

/** What a log call needs; a child carries its fields on every line. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}

const SECRETS = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  '*.password',
  '*.secret',
  '*.token',
  '*.authorization',
  '*.cookie',
];

/** JSON lines on stderr, so that stdout stays the command's own. Secrets are redacted by field name. */
export function openLogger(options: { level: string; name: string }): Logger {
  return pino(
    { level: options.level, name: options.name, redact: SECRETS, base: { name: options.name } },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** For tests and for commands that print for themselves. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
};
