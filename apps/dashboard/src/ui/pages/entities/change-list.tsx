import type { RegistryHistory } from '@khabar/api/registry-schemas';
import type { RetagRunView } from '@khabar/api/schemas';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Failure } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { ChangeText } from './change-text.tsx';
import type { Change, RegistryChanges } from './registry-changes.ts';

/** What was just done or why it was not, how many articles it touches, and the way to tag them again. */
export function LastChange(props: { readonly changes: RegistryChanges }): ReactElement {
  const { t } = useText();
  const { done, error } = props.changes;
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>(null);
  const compare = async (change: Change): Promise<void> => {
    setFailure(null);
    try {
      const entity = scopeOf(change);
      const run = await sendJson<RetagRunView>('POST', '/retag-runs', {
        scope: entity === null ? {} : { entity },
      });
      void navigate({ to: '/retag', search: { run: run.id } });
    } catch (cause) {
      setFailure(cause);
    }
  };
  return (
    <div aria-live="polite">
      {error === null ? null : <Failure error={error} />}
      {failure === null ? null : <Failure error={failure} />}
      {done === null || error !== null ? null : (
        <p className="panel">
          {t('registry.saved', { number: done.number })}{' '}
          {done.effect.articles === 0 ? null : (
            <>
              {t('registry.effect', { count: done.effect.articles })}{' '}
              <button type="button" className="link" onClick={() => void compare(done.change)}>
                {t('registry.compare')}
              </button>
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** Whose articles differ; null: all that were tagged before. */
function scopeOf(change: Change): string | null {
  switch (change.kind) {
    case 'add-entity':
      return change.entity.id;
    case 'merge':
    case 'split':
    case 'add-names':
    case 'reject-name':
    case 'limit-name':
    case 'rename-label':
    case 'retire':
    case 'change-facts':
      return change.id;
    case 'dismiss-names':
    case 'undo':
      return null;
  }
}

/** Who changed what and when, newest first, each with its undo. */
export function ChangeList(props: {
  readonly changes: RegistryChanges;
  /** Of one entity; absent: all. */
  readonly entity?: string;
}): ReactElement {
  const { t, time } = useText();
  const history = useApi<RegistryHistory>('/registry/changes', {
    ...(props.entity === undefined ? {} : { entity: props.entity }),
    size: 100,
  });
  return (
    <section className="panel" aria-labelledby="registry-history">
      <h2 id="registry-history">{t('registry.history')}</h2>
      <Loaded query={history}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('registry.noHistory')}</p>
          ) : (
            <ul className="rows">
              {items.map((entry) => (
                <li key={entry.number} data-change={entry.number}>
                  <span>
                    <ChangeText entry={entry} />{' '}
                    <span className="muted">
                      {t('registry.by', { name: entry.by, date: time(entry.at) })}
                    </span>
                    {entry.note === null ? null : (
                      <q className="muted" dir="auto">
                        {entry.note}
                      </q>
                    )}
                    {entry.problem === null ? null : (
                      <span className="muted">{t('registry.noEffect', { reason: entry.problem })}</span>
                    )}
                  </span>
                  {entry.undoneBy === null ? (
                    <button
                      type="button"
                      className="link"
                      aria-label={t('registry.undo', { number: entry.number })}
                      onClick={() => void props.changes.make({ kind: 'undo', entry: entry.number })}
                    >
                      {t('correction.undo')}
                    </button>
                  ) : (
                    <span className="muted">{t('registry.undone', { number: entry.undoneBy })}</span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
