import pc from 'picocolors';

import type { Terminal } from './terminal.ts';

export type Colours = ReturnType<typeof pc.createColors>;

/** Colours where a person reads the results; none with NO_COLOR (https://no-color.org), always with FORCE_COLOR. */
export function coloursFor(terminal: Terminal): Colours {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = terminal.environment;
  const wanted =
    force !== undefined && force !== '' && force !== '0' ? true : terminal.outIsTty && term !== 'dumb';
  return pc.createColors(wanted && (no === undefined || no === ''));
}
