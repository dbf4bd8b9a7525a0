import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { stemWord } from './stem.ts';
import { tokens } from './tokens.ts';

const stems = (words: string): string[] => [...new Set(tokens(words).map((token) => token.stem))];

describe('words that must meet', () => {
  test.each([
    ['country countries'],
    ['recognise recognised recognizing recognizes'],
    ['talk talks talked talking'],
    ['ban bans banned banning'],
    ['force forces forced'],
    ['attack attacks attacked'],
    ['woman women'],
    ['ally allies'],
    ['талибан талибана талибаном талибов талибам талибами талибы'],
    ['российский российская российского российских российскими'],
    ['Россия России Россию Россией'],
    ['признание признания признании признанием'],
    ['переговоры переговоров переговорам переговорах'],
    ['Кабулов Кабулова Кабулову Кабуловым'],
    ['министр министра министров министрами'],
    ['طالبان الطالبان والطالبان للطالبان طالبانو'],
    ['روسيا وروسيا'],
    ['کشور کشورها کشورهای کشورهایی'],
    ['هیواد هیوادونه هیوادونو'],
    ['مذاکره مذاکرات مذاکره‌ها'],
    ['المسؤولين المسؤولون مسؤول'],
    ['ولایت ولایات'],
    ['حرب الحرب والحرب'],
  ])('%s', (words) => {
    expect(stems(words)).toHaveLength(1);
  });
});

describe('words that must not meet', () => {
  test.each([
    ['plane plan'],
    ['united unit'],
    ['news new'],
    ['Russia Russian'],
    ['Paris Par'],
    ['Россия российский'],
    ['Кабул Кабулов'],
    ['Иван Иванов'],
    ['мир мера'],
    ['Иран Ирак'],
    ['وزير زير'],
    ['المان مان'],
    ['روسیه روس'],
    ['طالبان طالب'],
    ['خارجه خارج'],
    ['کابل کابلوف'],
    ['والدین دین'],
    ['افغان افغانستان'],
  ])('%s', (words) => {
    expect(stems(words)).toHaveLength(2);
  });
});

test('the stem of a stem is itself', () => {
  const letters = Array.from('abdeghiknorstuyzабвеийкмнорстьыяюابتدلهوینکگ');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...letters), maxLength: 14 }), (word) => {
      expect(stemWord(stemWord(word))).toBe(stemWord(word));
    }),
    { numRuns: 2000 },
  );
});
