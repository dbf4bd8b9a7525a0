import type { ReactElement } from 'react';

/** A query that begins with a Latin letter, a digit or a sign of the syntax is read from the left, whatever its words. */
export function queryDirection(query: string): 'ltr' | 'auto' {
  return /^[\u0021-\u007e]/.test(query.trimStart()) ? 'ltr' : 'auto';
}

/** A query as it is written, apart from the direction of the page around it. */
export function QueryText(props: { readonly query: string }): ReactElement {
  return (
    <bdi className="code" dir={queryDirection(props.query)}>
      {props.query}
    </bdi>
  );
}
