import type { Terminal } from '../terminal.ts';

/** Says how far a move has come: a line that changes on a screen, a line a table elsewhere. */
export interface MoveProgress {
  /** So many of so many are done of what is called `what`. */
  update(what: string, done: number, total: number): void;
  /** A new part begins. */
  say(message: string): void;
  end(): void;
}

/** `now` in milliseconds of any clock that only goes forward. */
export function openMoveProgress(terminal: Terminal, now: () => number): MoveProgress {
  let current: { what: string; begun: number; from: number } | null = null;
  let shown = false;
  const clear = (): void => {
    if (shown) terminal.err('\r\u001b[2K');
    shown = false;
  };
  return {
    update(what, done, total) {
      if (current?.what !== what) current = { what, begun: now(), from: done };
      const seconds = (now() - current.begun) / 1000;
      const rate = seconds > 0.5 ? `, ${Math.round((done - current.from) / seconds)} a second` : '';
      if (terminal.errIsTty) {
        clear();
        terminal.err(`  ${what}: ${done} of ${total}${rate}`);
        shown = true;
      }
      if (done >= total) {
        clear();
        terminal.err(`  ${what}: ${done}${rate}\n`);
      }
    },
    say(message) {
      clear();
      terminal.err(`khabar: ${message}\n`);
    },
    end: clear,
  };
}
