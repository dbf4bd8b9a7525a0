import type { Mention } from '@khabar/article';
import { beforeAll, describe, expect, test } from 'vitest';

import { findMentions, type ArticleText } from './find-mentions.ts';
import { readGoldSentences, readRegistryEntities } from './gold-sentences.fixture.ts';
import { buildMatcher, type Matcher } from './matcher.ts';

let matcher: Matcher;
let buildMs = 0;

beforeAll(async () => {
  const entities = await readRegistryEntities();
  const begun = process.cpuUsage();
  matcher = buildMatcher(entities);
  buildMs = process.cpuUsage(begun).user / 1000;
});

function mentionsIn(text: string, language: string, more: Partial<ArticleText> = {}): Mention[] {
  return findMentions({ title: '', text, language, ...more }, matcher);
}

function holderOn(published: string): string | undefined {
  const mentions = mentionsIn('The German foreign minister was silent.', 'en', { published });
  return mentions.find(({ how }) => how === 'coref')?.entityId;
}

function named(text: string, language: string): string[] {
  return mentionsIn(text, language)
    .filter(({ how }) => how === 'name')
    .map(({ surface, entityId }) => `${surface} ${entityId}`);
}

describe('labelled sentences', () => {
  test.each(['en', 'ru', 'fa', 'ps', 'ar'])(
    'exact spans and ids in %s reach an F1 of 95',
    async (language) => {
      const sentences = (await readGoldSentences()).filter((sentence) => sentence.language === language);
      expect(sentences.length).toBeGreaterThanOrEqual(12);
      const pairs = sentences.map(({ text, expected }) => ({
        expected: new Set(expected),
        found: mentionsIn(text, language)
          .filter(({ how }) => how === 'name')
          .map(({ start, end, entityId }) => `${start}-${end} ${entityId}`),
      }));
      const right = pairs.flatMap(({ expected, found }) =>
        found.filter((mention) => expected.has(mention)),
      ).length;
      const total = pairs.reduce((sum, { expected, found }) => sum + expected.size + found.length, 0);
      expect((200 * right) / total).toBeGreaterThanOrEqual(95);
    },
  );
});

describe('names and their forms', () => {
  test('Russian case forms of every word of a name lead to one entity', () => {
    expect(
      named(
        'О встрече с Сергеем Викторовичем Лавровым сообщили в Министерстве иностранных дел России.',
        'ru',
      ),
    ).toEqual([
      'Сергеем Викторовичем Лавровым person:sergey-lavrov',
      'Министерстве иностранных дел России org:ministry-foreign-affairs-russia',
    ]);
  });

  test('Kabulov is a person and not many Kabuls', () => {
    expect(named('Переговоры, считает Кабулов, полезны Кабулу.', 'ru')).toEqual([
      'Кабулов person:zamir-kabulov',
      'Кабулу place:kabul',
    ]);
  });

  test('Arabic prefixes are not part of the span', () => {
    expect(named('وتحدث وفد عن العلاقات بطالبان ولروسيا وللكرملين.', 'ar')).toEqual([
      'طالبان org:taliban',
      'روسيا country:russia',
      'لكرملين org:kremlin',
    ]);
  });

  test('a name may be written with a space, a joiner or as one word', () => {
    expect(named('ذبیح‌الله مجاهد', 'fa')).toEqual(['ذبیح‌الله مجاهد person:zabihullah-mujahid']);
    expect(named('ذبیحالله مجاهد', 'fa')).toEqual(['ذبیحالله مجاهد person:zabihullah-mujahid']);
  });

  test('the longer name wins over the one inside it', () => {
    expect(named('«تحریک طالبان پاکستان» و طالبان', 'fa')).toEqual([
      'تحریک طالبان پاکستان org:tehrik-i-taliban-pakistan',
      'طالبان org:taliban',
    ]);
  });

  test('initials belong to the name, and another initial is another person', () => {
    expect(named('Later S. Lavrov spoke.', 'en')).toEqual(['S. Lavrov person:sergey-lavrov']);
    expect(named('Later K. Lavrov spoke.', 'en')).toEqual([]);
  });
});

describe('spellings the registry lacks', () => {
  test('a full name whose consonants agree is found with less confidence', () => {
    const [lavrov, muttaqi] = mentionsIn('Sergei Lavrow met Amir Khan Mutaqqi.', 'en');
    expect(lavrov).toMatchObject({
      entityId: 'person:sergey-lavrov',
      surface: 'Sergei Lavrow',
      confidence: 0.7,
    });
    expect(muttaqi).toMatchObject({ entityId: 'person:amir-khan-muttaqi', surface: 'Amir Khan Mutaqqi' });
  });

  test('in Persian too', () => {
    expect(named('ولادیمر پوتین به مسکو برگشت', 'fa')).toEqual([
      'ولادیمر پوتین person:vladimir-putin',
      'مسکو place:moscow',
    ]);
  });

  test('a surname alone is not guessed', () => {
    expect(named('Lavrow said so.', 'en')).toEqual([]);
  });
});

describe('what is not a mention', () => {
  test('acronyms and names that are common words need their capitals', () => {
    expect(named('It is said that they told us who ate the turkey.', 'en')).toEqual([]);
    expect(named('WHAT IS WRONG', 'en')).toEqual([]);
    expect(named('Из-за того пера чад рассеялся.', 'ru')).toEqual([]);
  });

  test('adjectives of states are no mentions of the states', () => {
    expect(named('Российская делегация и афганские чиновники', 'ru')).toEqual([]);
    expect(named('هیئت پاکستانی و تاجر روسی', 'fa')).toEqual([]);
    expect(named('الوفد السوري والحكومة الروسية', 'ar')).toEqual([]);
  });

  test('a surname with another given name is somebody else, here and later in the article', () => {
    expect(named('The actor Kirill Lavrov died. Lavrov was loved.', 'en')).toEqual([]);
  });

  test('financial is not Mali and a follower is not Peru', () => {
    expect(named('وضعیت مالی پیرو این تصمیم بهتر شد', 'fa')).toEqual([]);
    expect(named('الوضع المالي والتقرير مالي', 'ar')).toEqual([]);
  });
});

describe('who stands for whom', () => {
  test('a capital that acts stands for its state, a mere venue does not', () => {
    const [acting] = mentionsIn('Moscow declined to comment.', 'en');
    const [venue] = mentionsIn('They met in Moscow yesterday.', 'en');
    expect(acting?.actingFor).toBe('country:russia');
    expect(venue?.actingFor).toBeUndefined();
  });

  test('an office with its state refers to the holder of that day', () => {
    expect(holderOn('2024-03-01')).toBe('person:annalena-baerbock');
    expect(holderOn('2025-09-01')).toBe('person:johann-wadephul');
  });

  test('the foreign minister of the Taliban is found in Persian', () => {
    expect(
      mentionsIn('وزیر خارجه طالبان به دوحه رفت.', 'fa').map(({ entityId, how }) => `${how} ${entityId}`),
    ).toEqual(['coref person:amir-khan-muttaqi', 'name org:taliban', 'name place:doha']);
  });

  test('the minister is the one named before', () => {
    const mentions = mentionsIn('Sergey Lavrov left early. The minister said he was tired.', 'en');
    expect(mentions.map(({ surface, entityId, how }) => `${surface} ${entityId} ${how}`)).toEqual([
      'Sergey Lavrov person:sergey-lavrov name',
      'The minister person:sergey-lavrov coref',
    ]);
  });

  test('an office beside the name of its holder adds nothing', () => {
    expect(mentionsIn('Russian foreign minister Sergey Lavrov', 'en')).toHaveLength(1);
  });
});

describe('offsets and cost', () => {
  test('title and text have offsets of their own, in UTF-16', () => {
    const mentions = findMentions({ title: '😀 Kabul', text: '😀 Taliban', language: 'en' }, matcher);
    expect(mentions.map(({ field, start, end, surface }) => [field, start, end, surface])).toEqual([
      ['title', 3, 8, 'Kabul'],
      ['text', 3, 10, 'Taliban'],
    ]);
  });

  test('four times a hundred thousand letters of half-matching names take less than eight seconds of processor time', () => {
    const hostile = [
      'министерство иностранных ',
      'وطالبان پاکستان ',
      'Islamic State in ',
      'the minister said Lavrov ',
    ];
    const begun = process.cpuUsage();
    for (const unit of hostile) mentionsIn(unit.repeat(Math.ceil(100_000 / unit.length)), 'en');
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(4 * 2000);
  });

  test('the matcher of the whole registry is built in less than a second of processor time', () => {
    expect(buildMs).toBeLessThan(1000);
  });
});
