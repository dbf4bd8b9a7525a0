import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';

import { Failure, Skeleton } from './page-states.tsx';

/** What a query brought, or that it is coming, or why it did not come and how to ask again. */
export function Loaded<T>(props: {
  readonly query: UseQueryResult<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactElement;
}): ReactElement {
  const { query } = props;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton lines={props.lines ?? 6} />;
  return props.children(query.data);
}
