import { trackingTest } from './tracking-parameters.ts';

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** Bytes of percent codes -> text where they are UTF-8, or null. */
function decodeRun(run: string): string | null {
  try {
    return decodeURIComponent(run);
  } catch {
    return null;
  }
}

/**
 * One spelling for percent codes: unreserved characters bare, all else in upper case, letters beyond ASCII composed (NFC).
 * Reserved characters stay as they are, since "%2F" and "/" name different things.
 */
function normalisePercent(text: string): string {
  return text
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
      const upper = run.toUpperCase();
      const bare = upper.replace(/%([2-7][0-9A-F])/g, (code, hex: string) => {
        const char = String.fromCharCode(Number.parseInt(hex, 16));
        return UNRESERVED.test(char) ? char : code;
      });
      return bare;
    })
    .replace(/'/g, '%27');
}

/** Letters with combining marks, composed: "C" and a cedilla are "Ç" in one site's links and two in another's. */
function composeLetters(text: string): string {
  if (!/%(CC|CD|D9|D8|D6|D7|E0|E1|E2|E3)/.test(text)) return text;
  return text.replace(/[A-Za-z]?(?:%[0-9A-F]{2})+/g, (run) => {
    const decoded = /%[89A-F]/.test(run) ? decodeRun(run) : null;
    if (decoded === null || decoded.normalize('NFC') === decoded) return run;
    // Only what lies beyond ASCII is written anew; reserved characters keep their codes.
    return Array.from(decoded.normalize('NFC'), (char) =>
      UNRESERVED.test(char) ? char : encodeURIComponent(char),
    ).join('');
  });
}

function normalisePart(text: string): string {
  return composeLetters(normalisePercent(text));
}

function normaliseQuery(query: string, host: string): string {
  const separator = !query.includes('&') && /^[^;=]+=[^;]*(;[^;=]+=[^;]*)+$/.test(query) ? ';' : '&';
  const isTracking = trackingTest(host);
  const parameters = query
    .split(separator)
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const equals = parameter.indexOf('=');
      const text = normalisePart(parameter.replace(/\+/g, '%20'));
      return { name: equals < 0 ? parameter : parameter.slice(0, equals), text };
    })
    .filter(({ name }) => !isTracking(name));
  // A lone word ("?12345") may be an address of its own; beside others it is a parameter without a value.
  if (parameters.length === 1) return parameters[0]?.text ?? '';
  return parameters
    .map(({ text }) => (text.includes('=') ? text : `${text}=`))
    .map((text) => ({ text, key: text.slice(0, text.indexOf('=')) }))
    .toSorted((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
    .map(({ text }) => text)
    .join(separator);
}

/** Fragments that name a page of a script-driven site, not a place in the page. */
function meaningfulFragment(hash: string): string {
  return /^#(!|\/)./.test(hash) ? hash : '';
}

/** What careless extraction leaves at the end of an address. */
function withoutDebris(text: string): string {
  return text
    .trim()
    .replace(/&amp;|&#0*38;/g, '&')
    .replace(/(?:<\/?\w*>?|["<>&])+$/, '');
}

/**
 * The one spelling of an address by which an article is known: WHATWG form, percent codes of one kind, parameters sorted,
 * tracking parameters and fragment dropped (`#!` and `#/` routes kept). What may name another article stays different:
 * other parameters, their order among equals, trailing slashes, host, scheme. Idempotent. Returns the input where it is no web address.
 */
export function canonicalUrl(address: string): string {
  const url = URL.parse(withoutDebris(address));
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') return address.trim();
  url.hostname = url.hostname.replace(/(?<=.)\.$/, '');
  url.pathname = normalisePart(url.pathname);
  const escaped = /^\?_escaped_fragment_=(.+)$/.exec(url.search)?.[1];
  if (escaped !== undefined && url.hash === '') {
    url.search = '';
    url.hash = `#!${escaped}`;
    return url.href;
  }
  url.search = normaliseQuery(url.search.slice(1), url.hostname);
  url.hash = meaningfulFragment(url.hash);
  return url.href;
}
