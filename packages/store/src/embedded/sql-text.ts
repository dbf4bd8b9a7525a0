/** What a statement does to the session that outlives it, as far as its words show. */
export interface SqlMentions {
  readonly copyFromStdin: boolean;
  /** LISTEN or UNLISTEN as statements of their own, in order; `*` is every channel. */
  readonly channels: readonly { readonly verb: 'listen' | 'unlisten'; readonly channel: string }[];
  /** LISTEN hidden in a string (EXECUTE, DO): the session must be asked. */
  readonly hiddenListen: boolean;
  readonly settings: boolean;
  readonly temporary: boolean;
  readonly prepare: boolean;
  readonly advisory: boolean;
}

const NOTHING: SqlMentions = {
  copyFromStdin: false,
  channels: [],
  hiddenListen: false,
  settings: false,
  temporary: false,
  prepare: false,
  advisory: false,
};

const WORTH_A_LOOK =
  /\b(?:copy|listen|unlisten|reset|discard|set_config|temp|temporary|pg_temp|prepare|advisory|deallocate)\b|advisory|(?:^|;|\*\/|\n)\s*set\b/i;

/** Quoted strings, dollar quotes and comments; quoted identifiers are kept, since a channel may be one. */
const NOT_CODE =
  /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|(\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)[\s\S]*?\1/g;

const cache = new Map<string, SqlMentions>();
const CACHED_TEXTS = 1000;
const CACHED_LENGTH = 8192;

/** Looks at a statement's words; remembers the answer for texts that are not long, since programs repeat theirs. */
export function sqlMentions(sql: string): SqlMentions {
  if (sql.length > CACHED_LENGTH) return look(sql);
  const known = cache.get(sql);
  if (known !== undefined) return known;
  const mentions = look(sql);
  if (cache.size >= CACHED_TEXTS) cache.clear();
  cache.set(sql, mentions);
  return mentions;
}

function look(sql: string): SqlMentions {
  if (!WORTH_A_LOOK.test(sql)) return NOTHING;
  const code = sql.replace(NOT_CODE, ' ');
  const channels = [...code.matchAll(CHANNEL)].map((found) => ({
    verb: found[1]?.toLowerCase() === 'listen' ? ('listen' as const) : ('unlisten' as const),
    channel: identifier(found[2] ?? ''),
  }));
  return {
    copyFromStdin: /\bcopy\b[\s\S]*\bfrom\s+stdin\b/i.test(code),
    channels,
    hiddenListen: channels.length === 0 && /listen/i.test(sql),
    settings:
      /(?:^|;)\s*(?:set\s+(?!local\b|transaction\b|constraints\b)|reset\b|discard\b)|\bset_config\s*\(/i.test(
        code,
      ),
    temporary: /\b(?:temp|temporary|pg_temp)\b/i.test(code),
    prepare: /(?:^|;)\s*(?:prepare|deallocate)\b/i.test(code),
    advisory: SESSION_LOCK.test(code),
  };
}

const CHANNEL = /(?:^|;)\s*(listen|unlisten)\s+("(?:[^"]|"")+"|[^\s";]+)/gi;

/** Unquoted names fold to lower case; quoted ones are taken as they are. */
function identifier(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quoteLiteral = (text: string): string =>
  text.includes('\\')
    ? ` E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;

const SESSION_LOCK = /\b(?:pg_catalog\.)?pg_((?:try_)?advisory_(?:lock|unlock)(?:_shared|_all)?)\s*\(/i;

/** Points session-level advisory lock calls at the functions that know connections (session-locks.ts). */
export function withConnectionLocks(sql: string, schema: string): string {
  return sql.replace(
    new RegExp(SESSION_LOCK.source, 'gi'),
    (_all, name: string) => `${schema}.${name.toLowerCase()}(`,
  );
}
