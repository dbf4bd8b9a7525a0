import type { CorrectionSubject, Tags } from '@khabar/article';
import { beforeAll, describe, expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import type { Store } from '../open-store.ts';
import { article, LATER, NOW, TAGS } from './asking.ts';

const TEXT = 'Талибан приветствовал решение. Москва осудила Талибан.';
const SECOND = { start: 31, end: 54, text: 'Москва осудила Талибан.', field: 'text' as const };
const SAID: Tags = {
  ...TAGS,
  mentions: [
    ...TAGS.mentions,
    {
      entityId: 'org:taliban',
      start: 46,
      end: 53,
      surface: 'Талибан',
      type: 'ORG',
      field: 'text',
      how: 'name',
      confidence: 1,
    },
  ],
  stances: [
    {
      holder: 'country:russia',
      target: 'org:taliban',
      label: 'favor',
      strength: 0.5,
      voice: 'institution',
      evidence: SECOND,
      cues: [],
      method: 'rules-1',
      confidence: 0.7,
    },
  ],
};
const WRONG_LABEL: Extract<CorrectionSubject, { about: 'stance' }> = {
  about: 'stance',
  ...SECOND,
  was: { holder: 'country:russia', target: 'org:taliban', label: 'favor' },
  says: { holder: 'country:russia', target: 'org:taliban', label: 'against' },
};

/** What people say against the tagger. */
export function correctionsContract(stores: () => TwoStores): void {
  describe('corrections', () => {
    let store: Store;
    const add = (articleId: string, subject: CorrectionSubject, at = NOW) =>
      store.transaction((records) =>
        records.corrections.add({ articleId, subject, note: '', by: 'local' }, at),
      );
    const undo = (id: string) => store.transaction((records) => records.corrections.undo(id, 'local', LATER));
    const labels = async (id: string): Promise<string[]> =>
      ((await store.tags.stances([id])).get(id) ?? []).map(
        ({ holder, target, label, correctionId }) =>
          `${holder}>${target}>${label}${correctionId === undefined ? '' : ' (corrected)'}`,
      );
    const kept = async (id: string): Promise<void> => {
      await store.articles.put(article(id, TEXT), NOW);
      await store.tags.put(id, SAID, { now: NOW, fresh: true });
    };
    const entitiesOf = async (id: string): Promise<string[]> =>
      ((await store.tags.mentions([id])).get(id) ?? []).map(({ entityId }) => entityId);
    const listed = async (articleId: string, state?: 'counting' | 'undone') => {
      const filter = { articleId, ...(state === undefined ? {} : { state }) };
      const { items } = await store.corrections.list(filter, { limit: 10, offset: 0 });
      return items.map(({ id, undoneBy }) => [id, undoneBy]);
    };
    beforeAll(() => {
      store = stores().one;
    });

    test('a corrected label is there at once, outlives what the tagger says later, and can be taken back', async () => {
      await kept('c-label');
      const { id } = await add('c-label', WRONG_LABEL);
      expect(await labels('c-label')).toEqual(['country:russia>org:taliban>against (corrected)']);
      await store.tags.put('c-label', { ...SAID, version: 'v2' }, { now: LATER, fresh: false });
      expect(await labels('c-label')).toEqual(['country:russia>org:taliban>against (corrected)']);
      // The tagger's evidence is another part of the sentence now, and its holder the city.
      const [stance] = SAID.stances;
      if (stance === undefined) throw new Error('no stance');
      const moved = {
        ...stance,
        evidence: { ...SECOND, end: 45, text: 'Москва осудила' },
      };
      await store.tags.put('c-label', { ...SAID, stances: [moved] }, { now: LATER, fresh: false });
      expect(await labels('c-label')).toEqual(['country:russia>org:taliban>against (corrected)']);
      await store.tags.put('c-label', { ...SAID, stances: [] }, { now: LATER, fresh: false });
      expect(await labels('c-label')).toEqual(['country:russia>org:taliban>against (corrected)']);
      await store.tags.put('c-label', SAID, { now: LATER, fresh: false });
      await undo(id);
      expect(await labels('c-label')).toEqual(['country:russia>org:taliban>favor']);
      expect(await store.db.selectFrom('machine_tags').select('article_id').execute()).toEqual([]);
    });

    test('wrong holder, not a stance and a stance that was missed', async () => {
      await kept('c-kinds');
      const holder = await add('c-kinds', {
        ...WRONG_LABEL,
        says: { holder: 'person:sergey-lavrov', target: 'org:taliban', label: 'favor' },
      });
      expect(await labels('c-kinds')).toEqual(['person:sergey-lavrov>org:taliban>favor (corrected)']);
      const none = await add('c-kinds', { ...WRONG_LABEL, says: null }, LATER);
      expect(none.supersedes).toBe(holder.id);
      expect(await labels('c-kinds')).toEqual([]);
      await add('c-kinds', {
        about: 'stance',
        field: 'text',
        start: 0,
        end: 29,
        text: TEXT.slice(0, 29),
        was: null,
        says: { holder: 'org:taliban', target: 'country:russia', label: 'favor' },
      });
      expect(await labels('c-kinds')).toEqual(['org:taliban>country:russia>favor (corrected)']);
      await undo(none.id);
      expect(await labels('c-kinds')).toEqual([
        'org:taliban>country:russia>favor (corrected)',
        'person:sergey-lavrov>org:taliban>favor (corrected)',
      ]);
    });

    test('a name that means another takes its statements along, everywhere in the article', async () => {
      await kept('c-name');
      const subject: Extract<CorrectionSubject, { about: 'mention' }> = {
        about: 'mention',
        field: 'text',
        start: 0,
        end: 7,
        text: 'Талибан',
        was: 'org:taliban',
        says: 'org:ttp',
      };
      const { id } = await add('c-name', subject);
      expect(await entitiesOf('c-name')).toEqual(['org:ttp', 'org:ttp']);
      expect(await labels('c-name')).toEqual(['country:russia>org:ttp>favor (corrected)']);
      await add('c-name', { ...subject, says: null }, LATER);
      expect(await entitiesOf('c-name')).toEqual([]);
      expect(await labels('c-name')).toEqual([]);
      await undo(id);
      expect(await entitiesOf('c-name')).toEqual([]);
    });

    test('an article off topic has no topics, relevance and stances, and keeps its names', async () => {
      await kept('c-off');
      const { id } = await add('c-off', { about: 'article', says: 'off-topic' });
      expect((await store.tags.standing(['c-off'])).get('c-off')).toMatchObject({
        stances: [],
        topics: [],
        relevance: {},
        mentions: [{}, {}],
      });
      expect((await store.tags.machine(['c-off'])).get('c-off')).toMatchObject({ topics: SAID.topics });
      await undo(id);
      expect((await store.tags.standing(['c-off'])).get('c-off')).toMatchObject({ topics: SAID.topics });
    });

    test('a correction whose words the outlet took out changes nothing, and counts again when they come back', async () => {
      await kept('c-gone');
      await add('c-gone', WRONG_LABEL);
      await store.articles.put(article('c-gone', 'Другой текст.'), LATER);
      await store.tags.put('c-gone', { ...SAID, stances: [] }, { now: LATER, fresh: false });
      expect(await labels('c-gone')).toEqual([]);
      const moved = `Новая строка.\n${TEXT}`;
      await store.articles.put(article('c-gone', moved), LATER);
      await store.tags.put('c-gone', { ...SAID, mentions: [], stances: [] }, { now: LATER, fresh: false });
      expect((await store.tags.stances(['c-gone'])).get('c-gone')).toMatchObject([
        { label: 'against', evidence: { start: 45, text: SECOND.text } },
      ]);
    });

    test('a correction does not make the alert rules look again, but the article that came just before is looked at', async () => {
      const { one, other } = stores();
      await one.db.deleteFrom('pending_index').execute();
      await kept('c-quiet');
      await one.db.deleteFrom('pending_index').execute();
      await kept('c-loud');
      await add('c-quiet', WRONG_LABEL);
      await add('c-loud', WRONG_LABEL);
      const pending = await other.pendingIndex.next(10);
      expect(new Map(pending.map(({ articleId, quiet }) => [articleId, quiet]))).toEqual(
        new Map([
          ['c-quiet', true],
          ['c-loud', false],
        ]),
      );
    });

    test('they are listed newest first, with who took them back', async () => {
      await kept('c-list');
      const first = await add('c-list', WRONG_LABEL, NOW);
      const second = await add('c-list', { about: 'article', says: 'off-topic' }, LATER);
      await undo(second.id);
      expect(await listed('c-list')).toEqual([
        [second.id, 'local'],
        [first.id, null],
      ]);
      expect(await listed('c-list', 'counting')).toEqual([[first.id, null]]);
      expect(await listed('c-list', 'undone')).toEqual([[second.id, 'local']]);
    });
  });
}
