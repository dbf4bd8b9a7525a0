import type { Marked, Statement } from '@khabar/api/schemas';
import { Fragment, type ReactElement } from 'react';

import { withoutDirectionControls } from '../text/direction.ts';

/** A text with its matches marked; the holder gives `lang` and `dir`. */
export function MarkedText(props: { readonly marked: Marked }): ReactElement {
  const { text, marks } = props.marked;
  const pieces: ReactElement[] = [];
  let at = 0;
  for (const mark of marks.toSorted((a, b) => a.start - b.start)) {
    if (mark.start < at || mark.end > text.length) continue;
    pieces.push(
      <Fragment key={mark.start}>
        {withoutDirectionControls(text.slice(at, mark.start))}
        <mark>{withoutDirectionControls(text.slice(mark.start, mark.end))}</mark>
      </Fragment>,
    );
    at = mark.end;
  }
  return (
    <>
      {pieces}
      {withoutDirectionControls(text.slice(at))}
    </>
  );
}

/** The whole sentence of a statement with its evidence marked; an API before the sentences gave the evidence alone. */
export function sentenceOf(
  statement: Pick<Statement, 'evidence'> & { readonly sentence?: Marked | undefined },
): Marked {
  const { sentence, evidence } = statement;
  if (sentence === undefined || sentence.text === '') return { text: evidence.text, marks: [] };
  // A sentence that is evidence from end to end needs no mark to set it apart.
  const whole = sentence.marks.some(({ start, end }) => start <= 0 && end >= sentence.text.length);
  return whole ? { text: sentence.text, marks: [] } : sentence;
}
