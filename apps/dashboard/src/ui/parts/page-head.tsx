import { useEffect, type ReactElement, type ReactNode } from 'react';

/** Names the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Khabar`;
  }, [title]);
}

/** Heading of a page; it names the browser's tab too. */
export function PageHead(props: {
  readonly title: string;
  readonly children?: ReactNode;
  /** Only for screen readers, where the page shows its subject in another way. */
  readonly hidden?: boolean;
}): ReactElement {
  usePageTitle(props.title);
  return (
    <div className={props.hidden === true ? 'hidden' : 'page-head'}>
      <h1>
        <bdi>{props.title}</bdi>
      </h1>
      {props.children}
    </div>
  );
}
