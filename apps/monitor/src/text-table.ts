const GAP = 2;

/** Letters as a terminal shows them: what combines with the letter before takes no room, East Asian letters take two. */
export function shownWidth(text: string): number {
  let width = 0;
  for (const letter of text) {
    if (/\p{Mn}|\p{Me}|\p{Cf}|\p{Cc}/u.test(letter)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        letter,
      )
        ? 2
        : 1;
  }
  return width;
}

/** Columns as wide as their widest cell; the last one is cut at the width of the terminal. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const widths = head.map((name, at) =>
    Math.max(shownWidth(name), ...rows.map((row) => shownWidth(row[at] ?? ''))),
  );
  const line = (cells: readonly string[]): string => {
    const text = cells
      .map((cell, at) =>
        at === cells.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - shownWidth(cell) + GAP),
      )
      .join('');
    return cut(text.trimEnd(), columns);
  };
  return `${[line(head), ...rows.map((row) => line(row.map((cell) => cell.replaceAll(/\s+/g, ' '))))].join('\n')}\n`;
}

function cut(text: string, columns: number): string {
  if (shownWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const letter of text) {
    width += shownWidth(letter);
    if (width >= columns) break;
    kept += letter;
  }
  return `${kept}…`;
}
