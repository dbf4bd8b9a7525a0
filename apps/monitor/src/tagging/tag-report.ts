import type { EncoderStatus, ProposedName, Quote, Stance, Tags } from '@khabar/article';
import type { Registry } from '@khabar/registry';

import type { Colours } from '../colours.ts';
import { textTable } from '../text-table.ts';
import { isolated, markedField } from './marked-article.ts';

/** An article that was tagged. */
export interface TaggedText {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  readonly tags: Tags;
  readonly encoder: EncoderStatus;
}

interface Showing {
  readonly registry: Registry;
  readonly colours: Colours;
  readonly columns: number;
}

/** The article with its marks, what was found as tables, and why each stance. */
export function tagReport(article: TaggedText, showing: Showing): string {
  const { title, text, language, tags, encoder } = article;
  const { registry, colours, columns } = showing;
  const marking = { tags, language, colours };
  const name = (id: string): string => nameOf(id, registry);
  return [
    ...(title === '' ? [] : [colours.bold(markedField('title', title, marking)), '']),
    markedField('text', text, marking),
    '',
    summary(tags, { language, name, encoder }),
    section(colours.bold('Mentions'), mentionTable(tags, { name, columns })),
    section(colours.bold('Names not in the registry'), proposalTable(tags.proposedNames ?? [], columns)),
    section(colours.bold('Quotes'), quoteTable(tags, { name, columns })),
    section(
      colours.bold('Stances, and why'),
      tags.stances
        .map((stance, index) => why(stance, { number: index + 1, tags, name, title, text }))
        .join('\n'),
    ),
  ].join('\n');
}

function nameOf(id: string, registry: Registry): string {
  if (id === 'author') return 'the outlet itself';
  if (id === 'critics') return 'unnamed critics';
  return registry.label(id, 'en');
}

function section(head: string, body: string): string {
  return `\n${head}\n${body === '' ? 'none\n' : body}`;
}

type Name = (id: string) => string;

function summary(
  tags: Tags,
  { language, name, encoder }: { language: string; name: Name; encoder: EncoderStatus },
): string {
  const { genre, topics, relevance, version } = tags;
  const subjects = Object.entries(relevance).map(([subject, value]) => `${subject} ${value.toFixed(2)}`);
  return [
    `language   ${language}`,
    `kind       ${genre === undefined ? 'not told' : `${genre.kind} (${genre.confidence.toFixed(2)})`}`,
    `subjects   ${subjects.join(', ') || 'none'}`,
    `topics     ${topics.map(name).join(', ') || 'none'}`,
    `version    ${version}`,
    `encoder    ${encoderText(encoder)}`,
  ].join('\n');
}

function encoderText(encoder: EncoderStatus): string {
  switch (encoder.state) {
    case 'on':
      return encoder.version;
    case 'off':
      return 'off (KHABAR_ENCODER): the rules alone';
    case 'unavailable':
      return `not used: the rules alone. ${encoder.reason}`;
  }
}

const FOUND_BY = { rule: 'rule', learned: 'encoder' } as const satisfies Record<
  ProposedName['foundBy'],
  string
>;

function proposalTable(names: readonly ProposedName[], columns: number): string {
  const first = names.filter(
    ({ surface }, at) => names.findIndex((other) => other.surface === surface) === at,
  );
  const rows = first.map(({ surface, type, foundBy, confidence }) => [
    isolated(surface),
    type,
    FOUND_BY[foundBy],
    confidence.toFixed(2),
  ]);
  return rows.length === 0 ? '' : textTable(['as written', 'type', 'found by', 'sure'], rows, columns);
}

function mentionTable({ mentions }: Tags, { name, columns }: { name: Name; columns: number }): string {
  const counts = new Map<string, { surfaces: Set<string>; count: number; how: Set<string> }>();
  for (const { entityId, surface, how } of mentions) {
    const known = counts.get(entityId) ?? { surfaces: new Set(), count: 0, how: new Set() };
    known.surfaces.add(surface);
    known.how.add(how);
    counts.set(entityId, { ...known, count: known.count + 1 });
  }
  if (counts.size === 0) return '';
  const rows = Array.from(counts)
    .toSorted(([, one], [, other]) => other.count - one.count)
    .map(([id, { surfaces, count, how }]) => [
      String(count),
      id,
      name(id),
      [...how].join(', '),
      [...surfaces].map(isolated).join(', '),
    ]);
  return textTable(['n', 'id', 'name', 'how', 'as written'], rows, columns);
}

function quoteTable({ quotes }: Tags, { name, columns }: { name: Name; columns: number }): string {
  if (quotes.length === 0) return '';
  const rows = quotes.map((quote, index) => [
    `q${index + 1}`,
    quote.kind,
    speakerOf(quote, name),
    isolated(quote.cue ?? '-'),
    isolated(quote.text),
  ]);
  return textTable(['', 'kind', 'speaker', 'cue', 'words'], rows, columns);
}

function speakerOf({ speaker, speakerId }: Quote, name: Name): string {
  if (speakerId !== null) return `${name(speakerId)} (${speakerId})`;
  return speaker === null ? 'unknown' : isolated(speaker);
}

const VOICES = {
  outlet: 'in the voice of the outlet',
  'quoted-person': 'in the words of a person quoted',
  institution: 'as a state or body that acts or speaks',
  critics: 'as said by people without a name',
} as const satisfies Record<Stance['voice'], string>;

const RULE_KINDS: Readonly<Record<string, string>> = {
  act: 'something done to somebody',
  thing: 'something good or bad for somebody',
  op: 'turns or weighs what it governs',
  says: 'a judgement',
};
const RULE_LETTERS = 60;

/** `en:act:recogni*` -> what kind of cue that is, and the line of the data. */
function ruleText(rule: string): string {
  const kind = RULE_KINDS[rule.split(':')[1] ?? ''];
  const line = rule.length > RULE_LETTERS ? `${rule.slice(0, RULE_LETTERS)}…` : rule;
  return kind === undefined ? line : `${kind} (${line})`;
}

function why(
  stance: Stance,
  context: { number: number; tags: Tags; name: Name; title: string; text: string },
): string {
  const { number, tags, name } = context;
  const { holder, target, label, strength, confidence, evidence, cues, method } = stance;
  const whole = evidence.field === 'title' ? context.title : context.text;
  const quote =
    evidence.field === 'text'
      ? tags.quotes.findIndex(({ start, end }) => start <= evidence.start && end >= evidence.end)
      : -1;
  const by = tags.quotes[quote];
  return [
    `${number}. ${name(holder)} (${holder}) -> ${name(target)} (${target}): ${label}, strength ${strength.toFixed(2)}, confidence ${confidence.toFixed(2)}`,
    `   ${VOICES[stance.voice]}: ${isolated(evidence.text)}${evidence.field === 'title' ? ' (title)' : ''}`,
    ...cues.map(
      ({ start, end, rule, effect }) =>
        `   because of ${isolated(whole.slice(start, end))}: ${ruleText(rule)}${effect === undefined ? '' : `, ${effect}`}`,
    ),
    ...(method.startsWith('heads-') ? ['   because the trained heads are sure of it; no rule decided'] : []),
    ...(by === undefined
      ? []
      : [
          `   said by ${speakerOf(by, name)}, q${quote + 1}${by.cue === null ? '' : `, cue ${isolated(by.cue)}`}`,
        ]),
    `   method ${method}, version ${tags.version}`,
    '',
  ].join('\n');
}
