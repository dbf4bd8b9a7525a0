import type { Page } from '@khabar/article';

/** What stands before the content: a test whether a person asks, or a door. */
export type Interstitial = 'challenge' | 'login-wall';

/** Longer than any page that only says "wait": what is beyond is not looked at. */
const HEAD_BYTES = 256 * 1024;
/** A page with more words than this is content, whatever scripts it also loads. */
const MOST_WORDS = 150;

/** Of the services that put such pages before a site: scripts and addresses that only their pages have. */
const CHALLENGE_PARTS =
  /\/cdn-cgi\/challenge-platform\/|\bcf[-_]chl[-_]|_incapsula_resource|captcha-delivery\.com|\bpx-captcha\b|perimeterx|\/sgcaptcha\/|ddos-guard|sucuri_cloudproxy|awswaf|aws-waf-token|__arcsjs|\/__qrator|\/\.within\.website\/|challenges\.cloudflare\.com|hcaptcha\.com\/|h-captcha|g-recaptcha|recaptcha\/api|smartcaptcha|\/showcaptcha/i;

/** What they say to people, in the languages of the sites that are watched. */
const CHALLENGE_WORDS =
  /just a moment|checking (your|if the site)|verify(ing)? (that )?you are (a )?human|are you (a )?(human|robot)|not a (ro)?bot|attention required|security check|ddos protection|browser (check|verification)|enable javascript and cookies|unusual (traffic|activity)|access to this page has been denied|request unsuccessful|проверка (вашего )?браузера|вы не робот|не робот|подтвердите,? что|подозрительн(ая|ый) (активност|трафик)|включите javascript|در حال بررسی مرورگر|ربات نیستید|انسان هستید|تأیید کنید که|مرورگر شما|روبوټ نه|انسان یاست|لستَ? روبوت|أنك إنسان|لست روبوتا|التحقق من (المتصفح|أن)|جار(ٍ|ي)? التحقق|bot olmadığınızı|tarayıcınız kontrol|insan olduğunuzu|کیا آپ انسان|روبوٹ نہیں/iu;

const LOGIN_PATH =
  /(^|[/_.-])(log-?in|sign-?in|signon|auth|authorize|authentication|sso|oauth2?|wp-login\.php|passport|account\/login|subscribe|subscription|paywall|register|vhod|avtorizaciya)([/_.?-]|$)/i;
const PASSWORD_FIELD = /<input\b[^>]*\btype\s*=\s*["']?password/i;

function visibleWords(html: string): number {
  const text = html
    .replace(/<(script|style|noscript|template|svg|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<[^>]*>/g, ' ');
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

/** Only markup can be one: a feed or JSON that talks of robots is content. */
function isMarkup(page: Page, head: string): boolean {
  const type = page.headers['content-type'] ?? '';
  if (/\b(rss|atom|xml)\b/i.test(type) && !/xhtml/i.test(type))
    return /^\s*<(!doctype\s+html|html)\b/i.test(head);
  return /html|text\/plain|^$/i.test(type) && /<(html|head|body|script|form|meta|title)\b/i.test(head);
}

function wasSentToLogin(page: Page): boolean {
  if (page.url === page.finalUrl) return false;
  const asked = URL.parse(page.url);
  const came = URL.parse(page.finalUrl);
  return (
    asked !== null &&
    came !== null &&
    LOGIN_PATH.test(came.pathname + came.hostname) &&
    !LOGIN_PATH.test(asked.pathname + asked.hostname)
  );
}

/**
 * Does a page that was answered with success stand before the content rather than be it: a challenge ("are you human?") or a login?
 * Told from the services' own scripts, what such pages say, where a redirect led, and how little text there is. null: it does not.
 */
export function interstitialOf(page: Page): Interstitial | null {
  if (page.headers['cf-mitigated'] === 'challenge' || page.headers['x-amzn-waf-action'] !== undefined)
    return 'challenge';
  const head = new TextDecoder('utf-8').decode(page.body.subarray(0, HEAD_BYTES));
  if (!isMarkup(page, head)) return null;
  const sentToLogin = wasSentToLogin(page);
  const suspicious =
    sentToLogin || PASSWORD_FIELD.test(head) || CHALLENGE_PARTS.test(head) || CHALLENGE_WORDS.test(head);
  // The count of words is the dear part: most pages end here.
  if (!suspicious) return null;
  const words = visibleWords(head);
  if (words > MOST_WORDS) return sentToLogin && PASSWORD_FIELD.test(head) ? 'login-wall' : null;
  if (sentToLogin || PASSWORD_FIELD.test(head)) return 'login-wall';
  const title = /<title\b[^>]*>([^<]*)/i.exec(head)?.[1] ?? '';
  const waits = /http-equiv\s*=\s*["']?refresh|location\.(reload|href|replace)|document\.cookie/i.test(head);
  const hasPart = CHALLENGE_PARTS.test(head);
  const hasWords = CHALLENGE_WORDS.test(head);
  if (hasPart && (hasWords || waits || words < 40 || CHALLENGE_WORDS.test(title))) return 'challenge';
  return hasWords && (waits || /<noscript|<form|<script/i.test(head)) ? 'challenge' : null;
}
