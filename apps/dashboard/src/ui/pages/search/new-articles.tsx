import type { ArticleList } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';

import type { ApiParameters } from '../../api-client.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** Ticks when the server says that articles came; every 30 s where the stream does not hold; never in a hidden tab. */
function useArticleSignal(): number {
  const [signal, setSignal] = useState(0);
  useEffect(() => {
    const tick = (): void => {
      if (!document.hidden) setSignal((count) => count + 1);
    };
    const stream = new EventSource('/api/v1/events');
    stream.addEventListener('article', tick);
    const fallback = setInterval(() => {
      if (stream.readyState !== EventSource.OPEN) tick();
    }, 30_000);
    return () => {
      stream.close();
      clearInterval(fallback);
    };
  }, []);
  return signal;
}

/** "3 new articles": waits to be asked, so that nothing moves under the reader. */
export function NewArticles(props: {
  readonly total: number | undefined;
  readonly filters: ApiParameters;
  readonly onLoad: () => void;
}): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const signal = useArticleSignal();
  const [loaded, setLoaded] = useState(0);
  const { data } = useApi<ArticleList>(
    signal === 0 ? null : '/articles',
    { ...props.filters, size: 1, at: signal },
    { keep: false },
  );
  const fresh =
    data === undefined || props.total === undefined ? 0 : Math.max(0, data.totalArticles - props.total);
  return (
    <>
      {fresh === 0 ? null : (
        <button
          type="button"
          className="pill-button"
          data-load-new
          onClick={() => {
            setLoaded(fresh);
            void queries.invalidateQueries();
            props.onLoad();
          }}
        >
          {t('live.new', { count: fresh })}
        </button>
      )}
      <span className="hidden" role="status">
        {loaded === 0 ? '' : t('live.loaded', { count: loaded })}
      </span>
    </>
  );
}
