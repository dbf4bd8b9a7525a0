import { polarityValue } from './field-values.ts';
import type { RawBound, RawNode } from './grammar.ts';
import type { NumberBound, NumberRange, QueryNode } from './query-node.ts';
import { note, valueText, type Reading } from './reading.ts';

type Stance = Extract<QueryNode, { type: 'stance' }>;

const ANY_STANCE: Stance = { type: 'stance', holder: null, target: null, label: null, score: null };

function numberBound(bound: RawBound | null): NumberBound | null | 'bad' {
  if (bound === null) return null;
  const text = bound.text.replace(',', '.').trim();
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? 'bad' : { value, inclusive: bound.inclusive };
}

/** A range of scores; null: not a number (and noted). */
export function readScore(node: RawNode, reading: Reading): NumberRange | null {
  const text = valueText(node);
  const exactly: RawBound | null = text === null ? null : { text, inclusive: true };
  const range = node.type === 'range' ? node : { from: exactly, to: exactly };
  const from = numberBound(range.from);
  const to = numberBound(range.to);
  if ((node.type !== 'range' && exactly === null) || from === 'bad' || to === 'bad') {
    note(reading, 'bad-score', node);
    return null;
  }
  return { from, to };
}

function part(node: Extract<RawNode, { type: 'field' }>, reading: Reading): Partial<Stance> | null {
  const name = node.name.toLowerCase();
  if (name === 'score' || name === 'confidence') {
    const score = readScore(node.value, reading);
    return score === null ? {} : { score };
  }
  const text = valueText(node.value)?.trim();
  if (text === undefined || text === '') return null;
  if (name === 'holder') return { holder: text };
  if (name === 'target') return { target: text };
  if (name !== 'polarity' && name !== 'label') return null;
  const label = polarityValue(text);
  if (label !== null) return { label };
  note(reading, 'unknown-polarity', node.value);
  return {};
}

/** `Russia>Taliban>positive`, parts may be empty; a polarity alone. */
function shorthand(text: string): Partial<Stance> | null {
  const label = polarityValue(text);
  if (label !== null) return { label };
  const [holder = '', target, polarity = ''] = text.split('>').map((piece) => piece.trim());
  if (target === undefined) return null;
  const named = polarityValue(polarity);
  return { ...(holder && { holder }), ...(target && { target }), ...(named && { label: named }) };
}

/** `stance:(holder:… target:… polarity:… score:…)`; null: nothing usable in it. */
export function readStance(node: RawNode, reading: Reading): Stance | null {
  const items = node.type === 'and' ? node.items : [node];
  let stance = ANY_STANCE;
  for (const item of items) {
    const text = item.type === 'field' ? null : valueText(item);
    const given = item.type === 'field' ? part(item, reading) : shorthand(text ?? '');
    if (given === null && item.type !== 'empty')
      note(reading, 'ignored-in-stance', { start: item.start, end: item.end, insert: '' });
    stance = { ...stance, ...given };
  }
  const { holder, target, label, score } = stance;
  return (holder ?? target ?? label ?? score) ? stance : null;
}
