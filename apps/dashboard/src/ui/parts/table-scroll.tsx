import type { ReactElement, ReactNode } from 'react';

/** A table that may be wider than its page: it scrolls by itself, with the keyboard too, under a name of its own. */
export function TableScroll(props: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={props.label}>
      {props.children}
    </div>
  );
}
