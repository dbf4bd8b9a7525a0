import type { Entity, Tags } from '@khabar/article';
import { describe, expect, test } from 'vitest';

import { openTagger } from './tag-article.ts';

function entity(
  id: string,
  type: Entity['type'],
  texts: Readonly<Record<string, readonly string[]>>,
): Entity {
  const names = Object.entries(texts).flatMap(([language, all]) =>
    all.map((text) => ({ language, text, kind: 'alias' as const })),
  );
  return { id, type, names };
}

const tagger = openTagger([
  entity('person:zamir-kabulov', 'person', {
    en: ['Zamir Kabulov', 'Kabulov'],
    ru: ['Замир Кабулов', 'Кабулов'],
  }),
  entity('org:taliban', 'org', { en: ['Taliban'], ru: ['талибы', 'Талибан'], fa: ['طالبان'] }),
  entity('country:russia', 'country', { en: ['Russia'], ru: ['Россия'], fa: ['روسیه'] }),
  entity('country:pakistan', 'country', { en: ['Pakistan'], ru: ['Пакистан'] }),
  { ...entity('place:moscow', 'place', { en: ['Moscow'] }), actsFor: 'country:russia' },
  entity('place:kazan', 'place', { en: ['Kazan'] }),
  entity('topic:girls-education', 'topic', { en: ['education of girls'] }),
]);

function tag(text: string, language = 'en'): Tags {
  return tagger.tag({ title: '', text, language });
}

function claims(text: string, language = 'en'): string[] {
  return tag(text, language).stances.map(({ holder, label, target }) => `${holder} ${label} ${target}`);
}

describe('stances', () => {
  test('what a quoted person says is never the outlet’s own stance', () => {
    const [stance, ...more] = tag('“The Taliban are a terrorist group,” Kabulov said.').stances;
    expect(more).toEqual([]);
    expect(stance).toMatchObject({
      holder: 'person:zamir-kabulov',
      label: 'against',
      voice: 'quoted-person',
    });
  });

  test('a judgement outside every quote is the outlet’s', () => {
    const [stance] = tag('The Taliban have shown no flexibility.').stances;
    expect(stance).toMatchObject({
      holder: 'author',
      target: 'org:taliban',
      label: 'against',
      voice: 'outlet',
    });
  });

  test('the words of a quote that nobody is known to have said give the outlet no stance', () => {
    expect(claims('“The Taliban are a terrorist group and they will always be one in our eyes.”')).toEqual(
      [],
    );
  });

  test('a capital and its state are one holder, with the capital in the evidence', () => {
    const [stance] = tag('Moscow condemned Pakistan.').stances;
    expect(stance).toMatchObject({
      holder: 'country:russia',
      target: 'country:pakistan',
      voice: 'institution',
    });
    expect(stance?.evidence.text).toBe('Moscow condemned Pakistan');
  });

  test('a city that acts for nobody is neither holder nor target', () => {
    expect(claims('Kazan condemned the Taliban.')).toEqual([]);
    expect(claims('Pakistan criticised Kazan.')).toEqual([]);
  });

  test('a state that acts by itself is an institution, also where an institution reports it', () => {
    const voices = [
      'Russia condemned the Taliban.',
      'Kabulov said that Russia condemned the Taliban.',
      'Pakistan said that Russia condemned the Taliban.',
    ].map((text) => tag(text).stances[0]?.voice);
    expect(voices).toEqual(['institution', 'quoted-person', 'institution']);
  });

  test('the place before an agency’s report takes no part in it', () => {
    expect(claims('MOSCOW (Harbour News) - Gunmen attacked Pakistan, witnesses said.')).toEqual([]);
  });

  test('what follows a name and a colon is said by the one named', () => {
    const { stances } = tagger.tag({ title: 'Kabulov: the Taliban are a reality', text: '', language: 'en' });
    expect(stances).toMatchObject([
      { holder: 'person:zamir-kabulov', label: 'favor', target: 'org:taliban' },
    ]);
  });

  test('recognising the power of the Taliban is not recognising their government', () => {
    expect(claims('Russia recognises the Taliban’s control as a fact.')).toEqual([
      'country:russia favor org:taliban',
    ]);
    expect(claims('Russia recognises the Taliban’s government.')).toEqual([
      'country:russia favor topic:taliban-recognition',
    ]);
  });

  test('evidence and cues point at their words, also behind an emoji', () => {
    const text = '😀 Yesterday Pakistan accused the Taliban of lies.';
    const [stance] = tag(text).stances;
    expect(stance?.evidence.text).toBe('Pakistan accused the Taliban');
    expect(text.slice(stance?.evidence.start, stance?.evidence.end)).toBe(stance?.evidence.text);
    expect(text.slice(stance?.cues[0]?.start, stance?.cues[0]?.end)).toBe('accused');
  });

  test('a condition makes a stance weaker', () => {
    const [sure] = tag('Russia will support the Taliban.').stances;
    const [conditional] = tag('Russia will support the Taliban if they keep their word.').stances;
    expect(conditional?.strength).toBeLessThan(sure?.strength ?? 0);
  });

  test('the footnote that Russian law demands is no stance', () => {
    expect(
      claims('Талибы (движение признано террористическим и запрещено в России) провели парад.', 'ru'),
    ).toEqual([]);
  });

  test('a negation inside a Persian verb turns the stance', () => {
    expect(claims('روسیه از طالبان حمایت می‌کند.', 'fa')).toEqual(['country:russia favor org:taliban']);
    expect(claims('روسیه از طالبان حمایت نمی‌کند.', 'fa')).toEqual(['country:russia against org:taliban']);
  });

  test('meetings are neutral and only listed on request', () => {
    const article = { title: '', text: 'Russia and Pakistan held talks.', language: 'en' };
    expect(tagger.tag(article).stances).toEqual([]);
    expect(tagger.tagWithNeutral(article).stances.map(({ label }) => label)).toEqual(['neutral']);
  });
});

describe('the rest of the tags', () => {
  test('an article that names both sides together is relevant, one that names a side is not', () => {
    const both = tag(
      'Russia praised the Taliban. The Taliban thanked Russia. Russia and the Taliban signed a deal.',
    );
    expect(both.relevance['russia-taliban']).toBeGreaterThan(0.6);
    expect(tag('Pakistan accused the Taliban. The Taliban rejected it.').relevance).toEqual({});
  });

  test('topics are named in the text or the target of a stance', () => {
    expect(tag('The education of girls is banned.').topics).toEqual(['topic:girls-education']);
    expect(tag('Russia does not recognise the Taliban.').topics).toEqual(['topic:taliban-recognition']);
  });

  test('a language that is not known is read by its script', () => {
    expect(claims('Пакистан осудил талибов.', 'und')).toEqual(['country:pakistan against org:taliban']);
  });

  test('an empty article has empty tags', () => {
    expect(tag('')).toMatchObject({ mentions: [], quotes: [], stances: [], relevance: {}, topics: [] });
  });
});

function labelAt(text: string, words: string): string {
  const start = text.indexOf(words);
  return tagger.labelFor({ title: '', text, language: 'en' }, { start, end: start + words.length });
}

describe('labelFor', () => {
  test('the target need not be registered', () => {
    expect(labelAt('Pakistan praised the Northern Council for its work.', 'Northern Council')).toBe('favor');
    expect(labelAt('Pakistan condemned the Northern Council for its work.', 'Northern Council')).toBe(
      'against',
    );
    expect(labelAt('Pakistan met the Northern Council on Monday.', 'Northern Council')).toBe('neutral');
  });

  test('a stance on recognition is a stance on the one recognised', () => {
    expect(labelAt('Russia refused to recognise the Taliban.', 'Taliban')).toBe('against');
  });
});
