import type { Overview } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { EntityName } from '../../parts/stance-label.tsx';
import { useText } from '../../text/interface-text.tsx';
import type { MessageKey } from '../../text/messages.ts';

export function RisingPanel(props: { readonly rising: Overview['rising'] }): ReactElement {
  const { t, decimal } = useText();
  return (
    <section className="panel" aria-labelledby="overview-rising">
      <div className="panel-head">
        <h2 id="overview-rising">{t('overview.rising')}</h2>
        <Link to="/entities" search={{ sort: 'trend' }}>
          {t('overview.allEntities')}
        </Link>
      </div>
      {props.rising.length === 0 ? <p className="muted">{t('overview.noRising')}</p> : null}
      <ul className="rows">
        {props.rising.slice(0, 8).map((entity) => (
          <li key={entity.id}>
            <EntityName entity={entity} />
            <span className="muted">
              {entity.ratio === null ? null : <bdi>▲ {decimal(entity.ratio)}×</bdi>}{' '}
              {t('overview.articles', { count: entity.articles })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SavedPanel(props: { readonly searches: Overview['searches'] }): ReactElement {
  const { t } = useText();
  return (
    <section className="panel" aria-labelledby="overview-saved">
      <div className="panel-head">
        <h2 id="overview-saved">{t('saved.title')}</h2>
        <Link to="/alerts">{t('nav.alerts')}</Link>
      </div>
      {props.searches.length === 0 ? <p className="muted">{t('saved.none')}</p> : null}
      <ul className="rows">
        {props.searches.map((search) => (
          <li key={search.id}>
            <Link to="/search" search={{ q: search.query, from: 'all' }}>
              <bdi>{search.name}</bdi>
            </Link>
            <span className="muted">
              {search.newSinceLook > 0 ? `${t('saved.new', { count: search.newSinceLook })} · ` : ''}
              {t('overview.stories', { count: search.total })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const HEALTH = ['ok', 'new', 'quiet', 'changed', 'failing', 'blocked', 'paused'] as const;
const HEALTH_WORDS: Readonly<Record<(typeof HEALTH)[number], MessageKey>> = {
  ok: 'health.ok',
  new: 'health.new',
  quiet: 'health.quiet',
  changed: 'health.changed',
  failing: 'health.failing',
  blocked: 'health.blocked',
  paused: 'health.paused',
};

export function CollectionPanel(props: { readonly overview: Overview }): ReactElement {
  const { t, languageName, number } = useText();
  const { collection, languages } = props.overview;
  return (
    <section className="panel" aria-labelledby="overview-collection">
      <div className="panel-head">
        <h2 id="overview-collection">{t('overview.collection')}</h2>
        <Link to="/sources">{t('nav.sources')}</Link>
      </div>
      <ul className="rows">
        {HEALTH.filter((status) => (collection[status] ?? 0) > 0).map((status) => (
          <li key={status}>
            <Link to="/sources" search={{ status }}>
              {t(HEALTH_WORDS[status])}
            </Link>
            <span>{number(collection[status] ?? 0)}</span>
          </li>
        ))}
      </ul>
      <h3>{t('overview.languages')}</h3>
      <ul className="rows">
        {languages.map(({ language, articles }) => (
          <li key={language}>
            <Link to="/search" search={{ lang: language, from: 'all', dup: 'all' }}>
              {languageName(language)}
            </Link>
            <span>{number(articles)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
