import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';

import { getJson, type ApiParameters } from './api-client.ts';
import { useText } from './text/interface-text.tsx';

/** One GET of the API, kept in step with its parameters; the previous answer stays while the next is on its way. */
export function useApi<T>(
  path: string | null,
  parameters: ApiParameters = {},
  options: {
    readonly keep?: boolean;
    /** Ask again every so many ms; from the answer where it is a function, and not at all on `false`. */
    readonly refetchMs?: (answer: T | undefined) => number | false;
  } = {},
): UseQueryResult<T> {
  const { language } = useText();
  const { refetchMs } = options;
  const all = { ...parameters, ui: language };
  return useQuery<T>({
    queryKey: [path, all],
    queryFn: ({ signal }) => getJson<T>(path ?? '', all, signal),
    enabled: path !== null,
    ...(options.keep === false ? {} : { placeholderData: keepPreviousData }),
    ...(refetchMs === undefined ? {} : { refetchInterval: ({ state }) => refetchMs(state.data) }),
  });
}
