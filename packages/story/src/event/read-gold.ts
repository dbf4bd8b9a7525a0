import { readdir, readFile } from 'node:fs/promises';

/** An article of the gold set: the event that it reports, and the text that it repeats. */
export interface GoldArticle {
  readonly id: string;
  readonly event: string;
  /** Articles with one text in common; its own id where it repeats none. */
  readonly copyOf: string;
  readonly heldOut: boolean;
  readonly language: string;
  readonly at: number;
  readonly title: string;
  readonly text: string;
}

const FOLDER = new URL('../../gold/', import.meta.url);
const HOUR_MS = 60 * 60_000;

const FOOTERS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Reporting by our staff; the agency contributed.',
    'Sign up for the morning letter of the Example Post.',
  ],
  ru: [
    'Подпишитесь на канал «Пример», чтобы не пропустить новости.',
    'Материал подготовлен по сообщениям агентств.',
  ],
  fa: [
    'برای خبرهای بیشتر به کانال ما در تلگرام بپیوندید.',
    'این گزارش با بهره‌گیری از خبرگزاری‌ها آماده شده است.',
  ],
  ps: ['د نورو خبرونو لپاره زموږ له چینل سره یو ځای شئ.', 'دا راپور د خبري اژانسونو په مرسته چمتو شوی دی.'],
  ar: ['لمزيد من الأخبار انضموا إلى قناتنا على تلغرام.', 'أُعد هذا التقرير بالاستعانة بالوكالات.'],
};

/**
 * The gold set, in order of arrival. For each event and language: the report, a reprint under another headline with another lead and a
 * footer, a cut one in two languages; retellings in other words; decoys, which are events of their own.
 */
export async function readGold(): Promise<GoldArticle[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.txt')).toSorted();
  const texts = await Promise.all(names.map(async (name) => readFile(new URL(name, FOLDER), 'utf8')));
  return texts
    .flatMap((text, at) =>
      eventsIn(text).flatMap((event) => articlesOf(event, names[at]?.includes('held-out') ?? false)),
    )
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

interface GoldEvent {
  readonly name: string;
  readonly at: number;
  readonly lines: readonly string[];
}

function eventsIn(text: string): GoldEvent[] {
  return text
    .split(/^# /mu)
    .slice(1)
    .map((part) => {
      const [head = '', ...lines] = part.trim().split('\n');
      const [name = '', day = ''] = head.split(' ');
      return { name, at: Date.parse(`${day}T06:00:00Z`), lines };
    });
}

function articlesOf(event: GoldEvent, heldOut: boolean): GoldArticle[] {
  return event.lines.flatMap((line, place) => {
    const [kind = '', title = '', ...parts] = line.split('|');
    const [what = '', language = '', days = '0'] = kind.split(' ');
    const base = { heldOut, event: event.name, at: event.at + place * HOUR_MS };
    if (what === 'retell') {
      const id = `${event.name}-retell-${language}`;
      return [{ ...base, id, copyOf: id, language, title, text: parts.join('\n\n') }];
    }
    if (what === 'decoy') {
      const id = `${event.name}-decoy-${place}`;
      const at = base.at + Number(days) * 24 * HOUR_MS;
      return [{ ...base, id, event: id, copyOf: id, at, language, title, text: parts.join('\n\n') }];
    }
    return reportsOf({ ...base, language: what, title }, parts, place);
  });
}

function reportsOf(
  report: Omit<GoldArticle, 'id' | 'copyOf' | 'text'>,
  parts: readonly string[],
  place: number,
): GoldArticle[] {
  const [first = '', second = '', third = '', headline = '', lead = ''] = parts;
  const copyOf = `${report.event}-${report.language}`;
  const footer = FOOTERS[report.language]?.[place % 2] ?? '';
  const copies = [
    { ...report, id: copyOf, copyOf, text: [first, second, third].join('\n\n') },
    {
      ...report,
      id: `${copyOf}-reprint`,
      copyOf,
      title: headline,
      at: report.at + 5 * HOUR_MS,
      text: [lead, first, second, third, footer].join('\n\n'),
    },
  ];
  const isCut = place % 2 === 0;
  return isCut
    ? [
        ...copies,
        {
          ...report,
          id: `${copyOf}-cut`,
          copyOf,
          at: report.at + 9 * HOUR_MS,
          text: [first, second, footer].join('\n\n'),
        },
      ]
    : copies;
}
