import { AlertTiming } from '@khabar/article';
import { parseQuery } from '@khabar/query';
import { expect, test } from 'vitest';

import { decideAlerts, type UndecidedAlert } from './decide-alerts.ts';
import { explainMatch } from './explain-match.ts';
import { isMuted, maskNames, mutedNames } from './mask-names.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const match = (articleId: string, storyId: string, muted = false): UndecidedAlert => ({
  ruleId: 'r',
  articleId,
  storyId,
  isMuted: muted,
  at: NOW.toISOString(),
  matched: [],
});
const nothingTold = { now: NOW, told: () => undefined, openGroup: null };

test('of one story in a batch the first article is told and the others are its copies', () => {
  const decided = decideAlerts(
    [match('a', 's'), match('b', 's'), match('c', 't')],
    { timing: null, snooze: null },
    nothingTold,
  );
  expect(decided.map(({ decision, duplicateOf }) => [decision, duplicateOf])).toEqual([
    ['fired', undefined],
    ['duplicate', 'a'],
    ['fired', undefined],
  ]);
});

test('a story that was told before is not told again', () => {
  const [alert] = decideAlerts(
    [match('b', 's')],
    { timing: null, snooze: null },
    {
      ...nothingTold,
      told: () => 'old',
    },
  );
  expect(alert).toMatchObject({ decision: 'duplicate', duplicateOf: 'old' });
});

test('an ignored match does not tell its story', () => {
  const decided = decideAlerts(
    [match('a', 's', true), match('b', 's')],
    { timing: null, snooze: null },
    nothingTold,
  );
  expect(decided.map(({ decision }) => decision)).toEqual(['muted', 'fired']);
});

test('what is grouped in one batch waits for one time', () => {
  const timing = AlertTiming.parse({ groupMinutes: 5 });
  const decided = decideAlerts([match('a', 's'), match('b', 't')], { timing, snooze: null }, nothingTold);
  expect(new Set(decided.map(({ dueAt }) => dueAt))).toEqual(new Set(['2026-03-01T10:05:00.000Z']));
});

test('every clause names the words that met it, an entity by the alias in its script', () => {
  const text = 'Кабулов прибыл в Кабул.';
  const mention = { field: 'text' as const, start: 0, end: 7, surface: 'Кабулов', entityId: 'per:kabulov' };
  const found = explainMatch(
    parseQuery('entity:Kabulov AND прибыл NOT Москва').ast,
    { title: '', text, mentions: [mention] },
    { resolveEntity: () => ['per:kabulov'] },
  );
  expect(found).toEqual([
    { field: 'text', start: 0, end: 7, text: 'Кабулов', clause: 'entity:Kabulov', entity: 'per:kabulov' },
    { field: 'text', start: 8, end: 14, text: 'прибыл', clause: 'прибыл' },
  ]);
});

test('an ignored name is masked as a whole word in any case, and no other word is touched', () => {
  const names = mutedNames([{ alias: 'Кабулов' }, { alias: 'Taliban', undoneAt: '2026-01-01T00:00:00Z' }]);
  expect(maskNames('КАБУЛОВ, Кабулова и Taliban', names)).toBe('       , Кабулова и Taliban');
  expect(isMuted('кабулов', names)).toBe(true);
  expect(maskNames('İstanbul кабулов', names)).toBe('İstanbul        ');
});
