import type { AlertPreview, ChannelList, NewSearch, SavedSearch } from '@khabar/api/schemas';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { ModalDialog } from '../../parts/modal-dialog.tsx';
import { QueryText } from '../../parts/query-text.tsx';
import type { CoverageSearch } from '../../search-params.ts';
import { Failure } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { PreviewOfAlerts } from './preview-of-alerts.tsx';

/** Filters that are kept with a saved search; its dates are left out, since it looks at what is new. */
function keptParameters(search: CoverageSearch): Record<string, string> {
  const { q: _q, from: _from, to: _to, ...filters } = search;
  return Object.fromEntries(
    Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Name, alert or not, channels; says beforehand how much it would have sent. */
export function SaveDialog(props: {
  readonly search: CoverageSearch;
  readonly onClose: () => void;
}): ReactElement {
  const { t, language } = useText();
  const queries = useQueryClient();
  const query = props.search.q ?? '';
  const [name, setName] = useState(query.slice(0, 80));
  const [alert, setAlert] = useState(true);
  const [channels, setChannels] = useState<readonly string[]>([]);
  const [state, setState] = useState<
    'editing' | 'saving' | { readonly saved: SavedSearch } | { readonly error: unknown }
  >('editing');
  const { data: known } = useApi<ChannelList>('/channels');
  const preview = useQuery({
    queryKey: ['alert-preview', query, props.search, language],
    queryFn: () =>
      sendJson<AlertPreview>('POST', '/alert-rules/preview', {
        query,
        params: keptParameters(props.search),
        ui: language,
      }),
  });

  const save = async (): Promise<void> => {
    setState('saving');
    const wanted: NewSearch = {
      name: name.trim(),
      query,
      params: keptParameters(props.search),
      alert,
      channels: [...channels],
    };
    try {
      const saved = await sendJson<SavedSearch>('POST', '/searches', wanted);
      await queries.invalidateQueries();
      setState({ saved });
    } catch (error) {
      setState({ error });
    }
  };

  if (typeof state === 'object' && 'saved' in state) {
    return (
      <ModalDialog title={t('save.title')} onClose={props.onClose}>
        <p role="status">{t('save.done', { name: state.saved.name })}</p>
        <div className="actions">
          <Link className="button" to="/alerts">
            {t('nav.alerts')}
          </Link>
          <a className="button" href={state.saved.feeds.rss}>
            RSS
          </a>
          <button type="button" onClick={props.onClose}>
            {t('dialog.close')}
          </button>
        </div>
      </ModalDialog>
    );
  }

  return (
    <ModalDialog title={t('save.title')} onClose={props.onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p>{query === '' ? t('save.everything') : <QueryText query={query} />}</p>
        <label className="field">
          <span>{t('save.name')}</span>
          <input
            data-first-focus
            dir="auto"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="check">
          <input type="checkbox" checked={alert} onChange={(event) => setAlert(event.target.checked)} />
          {t('save.alert')}
        </label>
        {alert && (known?.items.length ?? 0) > 0 ? (
          <fieldset>
            <legend>{t('alerts.channels')}</legend>
            {known?.items.map((channel) => (
              <label key={channel.id} className="check">
                <input
                  type="checkbox"
                  checked={channels.includes(channel.id)}
                  onChange={(event) =>
                    setChannels(
                      event.target.checked
                        ? [...channels, channel.id]
                        : channels.filter((id) => id !== channel.id),
                    )
                  }
                />
                <bdi>{channel.name}</bdi>
              </label>
            ))}
          </fieldset>
        ) : null}
        {preview.data === undefined ? null : <PreviewOfAlerts preview={preview.data} />}
        {typeof state === 'object' ? <Failure error={state.error} /> : null}
        <div className="actions">
          <button type="submit" className="primary" disabled={state === 'saving'}>
            {t('save.submit')}
          </button>
          <button type="button" onClick={props.onClose}>
            {t('dialog.cancel')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
