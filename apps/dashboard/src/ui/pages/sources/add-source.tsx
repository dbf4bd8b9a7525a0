import type { OutletDiscovery } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { Failure } from '../../shell/page-states.tsx';
import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

type State =
  | { readonly step: 'address' }
  | { readonly step: 'looking' }
  | { readonly step: 'found'; readonly found: OutletDiscovery }
  | { readonly step: 'saved'; readonly name: string }
  | { readonly step: 'failed'; readonly error: unknown };

/** A search of many outlets may have headlines alone today and articles tomorrow. */
const SEARCHES: ReadonlySet<string> = new Set(['google-news', 'gdelt']);

/** `t.me/kubha` and `kubha.example` are meant as addresses, too. */
function addressOf(given: string): string {
  const text = given.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

/** An address -> its feeds and sitemaps -> a look at five articles -> kept. */
export function AddSource(): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const [url, setUrl] = useState('');
  const [state, setState] = useState<State>({ step: 'address' });

  const look = async (): Promise<void> => {
    setState({ step: 'looking' });
    try {
      setState({
        step: 'found',
        found: await sendJson<OutletDiscovery>('POST', '/outlets/discover', { url: addressOf(url) }),
      });
    } catch (error) {
      setState({ step: 'failed', error });
    }
  };
  const keep = async (found: OutletDiscovery): Promise<void> => {
    try {
      const channels = found.channels
        .filter(({ leads, kind }) => leads > 0 || SEARCHES.has(kind))
        .map((channel) => ({ kind: channel.kind, url: channel.url }));
      await sendJson<unknown>('POST', '/outlets', {
        outlets: [{ ...found.outlet, country: null, kind: 'other', channels }],
      });
      await queries.invalidateQueries();
      setState({ step: 'saved', name: found.outlet.name });
    } catch (error) {
      setState({ step: 'failed', error });
    }
  };

  return (
    <section className="panel" aria-labelledby="add-source">
      <h2 id="add-source">{t('sources.add')}</h2>
      <form
        className="form row"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <label className="field">
          <span>{t('sources.address')}</span>
          <input
            dir="ltr"
            type="text"
            inputMode="url"
            required
            value={url}
            placeholder="https://news.example/"
            onChange={(event) => setUrl(event.target.value)}
          />
        </label>
        <button type="submit" disabled={state.step === 'looking'}>
          {t(state.step === 'looking' ? 'sources.looking' : 'sources.look')}
        </button>
      </form>
      {state.step === 'failed' ? <Failure error={state.error} /> : null}
      {state.step === 'saved' ? <p role="status">{t('sources.saved', { name: state.name })}</p> : null}
      {state.step === 'found' ? <Found found={state.found} onKeep={() => void keep(state.found)} /> : null}
    </section>
  );
}

function Found(props: { readonly found: OutletDiscovery; readonly onKeep: () => void }): ReactElement {
  const { t, time } = useText();
  const { outlet, channels, preview, headlines = [], archives = [] } = props.found;
  return (
    <div>
      <h3>
        <bdi>{outlet.name}</bdi>
      </h3>
      <ul className="rows">
        {channels.map((channel) => (
          <li key={channel.url}>
            <span className="code" dir="ltr">
              {channel.url}
            </span>
            <span className="muted">
              {channel.kind} · {channel.reason ?? t('sources.leads', { count: channel.leads })}
            </span>
          </li>
        ))}
      </ul>
      <h3>{t('sources.preview')}</h3>
      <ul className="rows">
        {preview.map((article) => (
          <li key={article.url}>
            <span {...textAttributes(article.language)}>{article.title ?? article.url}</span>
            <span className="muted">
              {article.published === null ? null : <bdi>{time(article.published)} · </bdi>}
              {article.reason ?? t('reader.words', { count: article.words })}
            </span>
          </li>
        ))}
      </ul>
      {headlines.length === 0 ? null : (
        <>
          <h3>{t('sources.headlines')}</h3>
          <ul className="rows">
            {headlines.map((headline) => (
              <li key={`${headline.site ?? ''} ${headline.title}`}>
                <bdi>{headline.title}</bdi>
                <span className="muted">
                  <bdi>{headline.site}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {archives.length === 0 ? null : <p className="muted">{t('sources.archive')}</p>}
      <button type="button" className="primary" onClick={props.onKeep}>
        {t('sources.keep')}
      </button>
    </div>
  );
}
