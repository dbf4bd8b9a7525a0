import type { LearnedReader } from '@khabar/tag';

export type Reader = LearnedReader | undefined;

/** One line of the table, before it is scored. */
export interface Measure {
  readonly name: string;
  readonly rows: number;
  /** What must be reached, and the goal. */
  readonly goal: string;
  /** What others reached on the same rows. */
  readonly others?: string;
}

export interface Table {
  /** Scores the same rows without and with the heads; nothing is printed where there are no rows. */
  readonly line: (measure: Measure, score: (reader: Reader) => Promise<string>) => Promise<void>;
  /** A line of the rules alone, or of the heads alone. */
  readonly one: (measure: Measure, by: 'rules' | 'encoder', value: string) => void;
}

/** Prints a Markdown table on standard output, line by line. */
export function openTable(learned: Reader): Table {
  print('measure', 'rows', 'must / goal', 'rules alone', 'with the encoder', 'others');
  print('---', '---', '---', '---', '---', '---');
  return {
    async line({ name, rows, goal, others = '' }, score) {
      if (rows === 0) return;
      const alone = await score(undefined);
      const both = learned === undefined ? 'no encoder' : await score(learned);
      print(name, String(rows), goal, alone, both, others);
    },
    one({ name, rows, goal, others = '' }, by, value) {
      if (rows > 0)
        print(name, String(rows), goal, by === 'rules' ? value : '', by === 'encoder' ? value : '', others);
    },
  };
}

function print(...cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

export const points = (value: number): string => value.toFixed(1);
