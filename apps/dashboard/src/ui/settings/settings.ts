/** Languages of the interface, each with its own message file. */
export const INTERFACE_LANGUAGES = ['en', 'ru', 'fa-AF', 'ps', 'ar'] as const;
export type InterfaceLanguage = (typeof INTERFACE_LANGUAGES)[number];

export const CALENDARS = ['auto', 'gregory', 'persian', 'islamic-umalqura'] as const;
type CalendarSetting = (typeof CALENDARS)[number];

export const DIGITS = ['auto', 'latn', 'arabext', 'arab'] as const;
type DigitsSetting = (typeof DIGITS)[number];

export const THEMES = ['system', 'light', 'dark'] as const;
type ThemeSetting = (typeof THEMES)[number];

export const DENSITIES = ['comfortable', 'compact'] as const;
type DensitySetting = (typeof DENSITIES)[number];

/** Everything a reader may set; each part is independent of the others. */
export interface Settings {
  readonly language: InterfaceLanguage;
  readonly calendar: CalendarSetting;
  readonly digits: DigitsSetting;
  readonly theme: ThemeSetting;
  /** IANA name, or `system`. */
  readonly timeZone: string;
  readonly density: DensitySetting;
  /** Single-key shortcuts. */
  readonly shortcuts: boolean;
  /** Text of the reader, in percent of the usual size. */
  readonly textSize: number;
}

function member<const T extends readonly string[]>(allowed: T, value: unknown): T[number] | undefined {
  return allowed.find((candidate) => candidate === value);
}

function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  if (value === 'system') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** The interface language nearest to what the browser asks for: Persian of any country is served in Dari. */
export function preferredLanguage(wanted: readonly string[]): InterfaceLanguage {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = INTERFACE_LANGUAGES.find((language) => language.split('-')[0] === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** Reads stored settings; whatever is missing or not understood takes its default. */
export function readSettings(stored: string | null, browserLanguages: readonly string[]): Settings {
  let raw: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) raw = { ...parsed };
  } catch {
    raw = {};
  }
  const textSize = raw['textSize'];
  return {
    language: member(INTERFACE_LANGUAGES, raw['language']) ?? preferredLanguage(browserLanguages),
    calendar: member(CALENDARS, raw['calendar']) ?? 'auto',
    digits: member(DIGITS, raw['digits']) ?? 'auto',
    theme: member(THEMES, raw['theme']) ?? 'system',
    timeZone: isTimeZone(raw['timeZone']) ? raw['timeZone'] : 'system',
    density: member(DENSITIES, raw['density']) ?? 'comfortable',
    shortcuts: raw['shortcuts'] !== false,
    textSize: typeof textSize === 'number' && textSize >= 80 && textSize <= 200 ? textSize : 100,
  };
}
