import type { Marked } from '@khabar/api/schemas';
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
