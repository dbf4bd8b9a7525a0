import type { Terminal } from './terminal.ts';

/** A line on stderr that says how far long work has come; silent where nobody watches. */
export interface Progress {
  /** `note` stands behind the count: how fast, how long yet. */
  update(done: number, note?: string): void;
  /** Prints a message without tearing the line. */
  message(text: string): void;
  /** Takes the line away, for results that go to the same screen. */
  clear(): void;
  end(): void;
}

const BAR = 24;

/** `total` absent: a count without an end. */
export function openProgress(terminal: Terminal, work: { unit: string; total?: number }): Progress {
  const { unit, total } = work;
  let shown = false;
  const clear = (): void => {
    if (shown) terminal.err('\r\u001b[2K');
    shown = false;
  };
  return {
    update(done, note) {
      if (!terminal.errIsTty) return;
      clear();
      terminal.err(
        `${total === undefined ? `${done} ${unit}` : `${bar(done, total)} ${done} of ${total} ${unit}`}${note === undefined ? '' : `, ${note}`}`,
      );
      shown = true;
    },
    message(text) {
      clear();
      terminal.err(text);
    },
    clear,
    end: clear,
  };
}

function bar(done: number, total: number): string {
  const full = total === 0 ? BAR : Math.round((Math.min(done, total) / total) * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
}
