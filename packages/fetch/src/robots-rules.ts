import { Buffer } from 'node:buffer';

/** What one robots.txt says to one crawler. */
export interface RobotsRules {
  /** May this address be fetched? Takes an absolute URL or a path. */
  allows(url: string): boolean;
  /** Crawl-delay of the group that applies, milliseconds. Not in RFC 9309; widely written all the same. */
  readonly crawlDelayMs: number | undefined;
  /** Addresses of the Sitemap lines, as written. */
  readonly sitemaps: readonly string[];
}

interface Rule {
  readonly allow: boolean;
  readonly pattern: string;
}

interface Group {
  readonly rules: Rule[];
  delayMs: number | undefined;
}

/** Google's parser drops what is longer: 8 times the longest URL that browsers of old took. */
const MAX_LINE = 2083 * 8;

/** Keys with the misspellings that Google's parser takes for them (google/robotstxt, robots.cc). */
const KEYS: readonly (readonly [RegExp, 'agent' | 'allow' | 'disallow' | 'sitemap' | 'delay'])[] = [
  [/^(user-agent|useragent|user agent)/i, 'agent'],
  [/^allow/i, 'allow'],
  [/^(disallow|dissallow|dissalow|disalow|diasllow|disallaw)/i, 'disallow'],
  [/^(sitemap|site-map)/i, 'sitemap'],
  [/^crawl-?delay/i, 'delay'],
];

/** One JavaScript character a byte, so that rules and paths compare byte by byte as in the reference parser. */
function byteString(text: string | Uint8Array): string {
  return Buffer.from(typeof text === 'string' ? Buffer.from(text, 'utf8') : text).toString('latin1');
}

function stripSpace(text: string): string {
  return text.replace(/^[ \t\v\f\r\n]+/, '').replace(/[ \t\v\f\r\n]+$/, '');
}

function readLine(rawLine: string): readonly [string, string] | null {
  const line = rawLine.slice(0, MAX_LINE);
  const hash = line.indexOf('#');
  const code = stripSpace(hash < 0 ? line : line.slice(0, hash));
  const colon = code.indexOf(':');
  if (colon > 0) return [stripSpace(code.slice(0, colon)), stripSpace(code.slice(colon + 1))];
  if (colon === 0) return null;
  // A missing colon is forgiven where exactly two words stand in the line.
  const words = code.split(/[ \t]+/);
  const [key, value] = words;
  return words.length === 2 && key && value ? [key, value] : null;
}

/** %xx in upper case, bytes beyond ASCII as %XX; nothing is decoded. */
function escapePattern(pattern: string): string {
  return pattern
    .replace(/%[0-9a-fA-F]{2}/g, (code) => code.toUpperCase())
    .replace(/[\u0080-\u00ff]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Does a pattern (`*` anything, `$` at the end: end of path) match from the start of the path? Greedy left to right, so linear for each part. */
function matches(path: string, pattern: string): boolean {
  const anchored = pattern.endsWith('$');
  const parts = (anchored ? pattern.slice(0, -1) : pattern).split('*');
  const [first = '', ...rest] = parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop();
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (last === undefined) return !anchored || at === path.length;
  if (!anchored) return path.indexOf(last, at) >= 0;
  return path.length - last.length >= at && path.endsWith(last);
}

function priority(path: string, pattern: string): number {
  return matches(path, pattern) ? pattern.length : -1;
}

function allowPriority(path: string, pattern: string): number {
  const direct = priority(path, pattern);
  if (direct >= 0) return direct;
  // As Google: "/dir/index.html" in an Allow line also means "/dir/".
  const slash = pattern.lastIndexOf('/');
  if (slash < 0 || !pattern.startsWith('/index.htm', slash)) return -1;
  return priority(path, `${pattern.slice(0, slash + 1)}$`);
}

/** Path, parameters and query of a URL, found as Google's matcher finds them (GetPathParamsQuery). */
function pathOf(url: string): string {
  const start = url.startsWith('//') ? 2 : 0;
  const after = (from: number): number => {
    const found = url.slice(from).search(/[/?;]/);
    return found < 0 ? -1 : found + from;
  };
  const early = after(start);
  let authority = url.indexOf('://', start);
  authority = authority < 0 || (early >= 0 && early < authority) ? start : authority + 3;
  const from = after(authority);
  if (from < 0) return '/';
  const hash = url.indexOf('#', start);
  if (hash >= 0 && hash < from) return '/';
  const path = url.slice(from, hash < 0 ? undefined : hash);
  return path.startsWith('/') ? path : `/${path}`;
}

function decide(rules: readonly Rule[], path: string): boolean | undefined {
  let allow = -1;
  let disallow = -1;
  for (const rule of rules) {
    if (rule.allow) allow = Math.max(allow, allowPriority(path, rule.pattern));
    else disallow = Math.max(disallow, priority(path, rule.pattern));
  }
  // The longest rule wins; of two equally long ones the Allow.
  return allow > 0 || disallow > 0 ? disallow <= allow : undefined;
}

/** `*`, alone or followed by a space: all crawlers. */
function isEveryone(agent: string): boolean {
  return agent === '*' || /^\*[ \t]/.test(agent);
}

/**
 * Reads a robots.txt for one crawler, by RFC 9309 and, where that is silent, as Google's open parser does
 * (misspelt keys, missing colons, `index.html`). `agent` is the product token, without version. Never throws.
 */
export function parseRobots(text: string | Uint8Array, agent: string): RobotsRules {
  const mine: Group = { rules: [], delayMs: undefined };
  const everyone: Group = { rules: [], delayMs: undefined };
  const sitemaps: string[] = [];
  const wanted = byteString(agent).toLowerCase();
  let named = false;
  let [inMine, inEveryone, afterRule] = [false, false, false];

  const startGroup = (value: string): void => {
    if (afterRule) [inMine, inEveryone, afterRule] = [false, false, false];
    if (isEveryone(value)) {
      inEveryone = true;
      return;
    }
    // A product token is letters, "_" and "-" only (RFC 9309 section 2.2.1); what follows does not count.
    const token = /^[A-Za-z_-]*/.exec(value)?.[0] ?? '';
    if (wanted !== '' && token.toLowerCase() === wanted) {
      inMine = true;
      named = true;
    }
  };
  const addRule = (allow: boolean, value: string): void => {
    if (!inMine && !inEveryone) return;
    afterRule = true;
    const rule = { allow, pattern: escapePattern(value) };
    if (inMine) mine.rules.push(rule);
    if (inEveryone) everyone.rules.push(rule);
  };
  const addDelay = (value: string): void => {
    const seconds = Number(value.replace(',', '.'));
    if (value === '' || !Number.isFinite(seconds) || seconds < 0) return;
    if (inMine) mine.delayMs ??= seconds * 1000;
    if (inEveryone) everyone.delayMs ??= seconds * 1000;
  };

  for (const line of byteString(text)
    .replace(/^\u00ef(\u00bb(\u00bf)?)?/, '')
    .split(/\r\n|\r|\n/)) {
    const [key, value] = readLine(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const kind = KEYS.find(([pattern]) => pattern.test(key))?.[1];
    if (kind === 'agent') startGroup(value);
    else if (kind === 'allow' || kind === 'disallow') addRule(kind === 'allow', value);
    else if (kind === 'delay') addDelay(value);
    else if (kind === 'sitemap') sitemaps.push(Buffer.from(value, 'latin1').toString('utf8'));
  }

  const allows = (url: string): boolean => {
    const path = pathOf(byteString(url));
    const verdict = decide(mine.rules, path);
    if (verdict !== undefined) return verdict;
    return named ? true : (decide(everyone.rules, path) ?? true);
  };
  return { allows, crawlDelayMs: named ? mine.delayMs : everyone.delayMs, sitemaps };
}

/** 'Khabar/1.0 (+https://…)' -> 'Khabar': the name by which robots.txt files call a crawler. */
export function productToken(userAgent: string): string {
  return /^[^\s/()]+/.exec(userAgent.trim())?.[0] ?? '';
}
