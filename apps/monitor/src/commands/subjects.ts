import type { Command } from 'commander';

import { addShared, type Cli, outJson, settingsOf, wantsJson } from '../cli.ts';
import { textTable } from '../text-table.ts';

/** `khabar subjects`: what ships, and what is watched. */
export function addSubjects(program: Command, cli: Cli): void {
  const command = program
    .command('subjects')
    .description('list the subjects that ship, and say which are watched (KHABAR_SUBJECTS)');
  addShared(command).action(async () => {
    const { terminal } = cli;
    const config = settingsOf(command, terminal);
    const { readSubjects } = await import('@khabar/subjects');
    const watched = readSubjects(config.subjects);
    const all = [...readSubjects(), ...watched];
    const rows = all
      .filter(({ id }, index) => all.findIndex((other) => other.id === id) === index)
      .map(({ id, names, topics, note }) => ({
        id,
        watched: watched.some((subject) => subject.id === id),
        name: names.en,
        topics,
        note,
      }));
    if (wantsJson(command)) return outJson(terminal, { items: rows });
    return terminal.out(
      textTable(
        ['id', 'watched', 'topics', 'name'],
        rows.map((row) => [row.id, row.watched ? 'yes' : 'no', String(row.topics.length), row.name]),
        terminal.columns,
      ),
    );
  });
}
