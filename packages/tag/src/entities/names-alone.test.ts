import { beforeAll, describe, expect, test } from 'vitest';

import { findMentions } from './find-mentions.ts';
import { readRegistryEntities } from './gold-sentences.fixture.ts';
import { buildMatcher, type Matcher } from './matcher.ts';

let matcher: Matcher;
let people: Awaited<ReturnType<typeof readRegistryEntities>>;

beforeAll(async () => {
  const entities = await readRegistryEntities();
  people = entities.filter(({ type }) => type === 'person');
  matcher = buildMatcher(entities);
});

function idsIn(text: string, language: string): string[] {
  return findMentions({ title: '', text, language }, matcher)
    .filter(({ how }) => how === 'name')
    .map(({ entityId }) => entityId);
}

const SAID: Readonly<Record<string, (name: string) => string>> = {
  en: (name) => `${name} said that talks went on.`,
  ru: (name) => `${name} заявил, что переговоры продолжаются.`,
  fa: (name) => `${name} گفت که مذاکرات ادامه دارد.`,
  ps: (name) => `${name} وویل چې خبرې روانې دي.`,
  ar: (name) => `قال ${name} إن المحادثات مستمرة.`,
};

describe('names alone', () => {
  test.each(Object.keys(SAID))(
    'every surname of %s means the one who was named in full before',
    (language) => {
      const say = SAID[language] ?? String;
      const lost = people.flatMap(({ id, names }) => {
        const label = names.find(({ kind, language: of }) => kind === 'label' && of === language)?.text;
        if (label === undefined) return [];
        return names
          .filter(({ kind, language: of }) => kind === 'surname' && of === language)
          .filter(({ text }) => idsIn(`${say(label)} ${say(text)}`, language).at(-1) !== id)
          .map(({ text }) => `${id} ${text}`);
      });
      expect(lost).toEqual([]);
    },
  );

  test.each([
    ['fa', 'متقی وارد مسکو شد.', 'person:amir-khan-muttaqi'],
    ['ps', 'متقي مسکو ته ورسېد.', 'person:amir-khan-muttaqi'],
    ['ar', 'وصل متقي إلى موسكو.', 'person:amir-khan-muttaqi'],
    ['ps', 'مجاهد وویل چې خبرې روانې دي.', 'person:zabihullah-mujahid'],
    ['ar', 'قال مجاهد إن المحادثات مستمرة.', 'person:zabihullah-mujahid'],
    ['ar', 'قال رحمون إن المحادثات مستمرة.', 'person:emomali-rahmon'],
    ['ar', 'زلزال يضرب كندهار.', 'place:kandahar'],
    ['ps', 'د بشري حقونو څار وویل چې خبرې روانې دي.', 'org:human-rights-watch'],
    ['ar', 'سلم الملف لـطالبان.', 'org:taliban'],
  ])('in %s «%s» names %s', (language, text, id) => {
    expect(idsIn(text, language)).toContain(id);
  });

  test.each(['وكال', 'فال', 'بال', 'كال', 'لل', 'ولل', 'وال', 'و', 'ل', 'ب'])(
    'an Arabic name is found behind «%s»',
    (prefix) => {
      const name = prefix.endsWith('ل') && prefix !== 'ل' ? 'كرملين' : 'روسيا';
      expect(idsIn(`القرار ${prefix}${name} واضح.`, 'ar')).toHaveLength(1);
    },
  );

  test('a delegation in Pashto is not Palau', () => {
    expect(idsIn('پلاوی مسکو ته ورسېد.', 'ps')).toEqual(['place:moscow']);
  });
});
