import type { ReadSearch } from '@khabar/search';

import type { Chip, Hint } from '../schemas.ts';

/** Everything that was read otherwise than written, each with the whole query after its one-click repair. */
export function hintsOf(read: ReadSearch): Hint[] {
  const ofQuery = read.queryHints.map((hint): Hint => {
    const { repair } = hint;
    return {
      code: hint.code,
      message: hint.message,
      start: hint.start,
      end: hint.end,
      ...(repair === undefined
        ? {}
        : {
            repair: {
              label: 'Repair',
              query: read.text.slice(0, repair.start) + repair.insert + read.text.slice(repair.end),
            },
          }),
    };
  });
  const ofParameters = read.paramHints.map((hint): Hint => ({
    code: hint.code,
    message: hint.message,
    parameter: hint.parameter,
  }));
  return [...ofQuery, ...ofParameters];
}

/** The reading as chips of the page. */
export function chipsOf(read: ReadSearch): Chip[] {
  return read.understood.map((chip): Chip => {
    switch (chip.kind) {
      case 'clause':
        return { kind: kindOf(chip.text), text: chip.text, query: chip.query };
      case 'operator':
        return { kind: chip.text === 'not' ? 'not' : 'operator', text: chip.text };
      case 'bracket':
        return { kind: chip.text === '(' ? 'open' : 'close', text: chip.text };
    }
  });
}

function kindOf(text: string): 'term' | 'phrase' | 'field' {
  if (text.startsWith('"')) return 'phrase';
  return /^[\p{L}_]+:/u.test(text) ? 'field' : 'term';
}
