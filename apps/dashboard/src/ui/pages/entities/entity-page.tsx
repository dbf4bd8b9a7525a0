import type { EntityView, StatementList } from '@khabar/api/schemas';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';

import { usePageTitle } from '../../parts/page-head.tsx';
import { RangeChoice } from '../../parts/range-choice.tsx';
import { RangeNotice, RangeText } from '../../parts/range-notice.tsx';
import { StatementRow } from '../../parts/statement-row.tsx';
import type { EntityPageSearch } from '../../search-params.ts';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { entityTypeKey, labelsOf } from '../reader/mention-card.tsx';
import { EntityNames } from './entity-names.tsx';
import { EntityOverview } from './entity-overview.tsx';
import { useRegistryChanges } from './registry-changes.ts';

const route = getRouteApi('/entities/$id');
const TABS = [
  ['overview', 'entity.overview'],
  ['statements', 'entity.statements'],
  ['names', 'entity.names'],
] as const;

/** One entity: attention, how it stands and how others stand to it, who writes of it and who does not. */
export function EntityPage(): ReactElement {
  const { t } = useText();
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { tab, scale: _scale, ...filters } = search;
  const entity = useApi<EntityView>(`/entities/${encodeURIComponent(id)}`, { ...filters });
  // Here, since a merge leads to another entity, where it is said what was done.
  const changes = useRegistryChanges();
  const change = (next: Partial<EntityPageSearch>): void =>
    void navigate({ search: { ...search, ...next }, resetScroll: false });
  usePageTitle(entity.data?.entity.label ?? t('nav.entities'));
  // What was merged answers under the id that it has now.
  const currentId = entity.isPlaceholderData ? id : (entity.data?.entity.id ?? id);
  useEffect(() => {
    if (currentId !== id)
      void navigate({ to: '/entities/$id', params: { id: currentId }, search, replace: true });
  }, [currentId, id, navigate, search]);

  if (entity.isError) {
    return (
      <div className="page">
        <Failure error={entity.error} onRetry={() => void entity.refetch()} />
      </div>
    );
  }
  if (entity.data === undefined) {
    return (
      <div className="page">
        <Skeleton lines={10} />
      </div>
    );
  }
  const view = entity.data;
  return (
    <div className="page">
      <EntityHead view={view} />
      <div className="page-head">
        <div className="segmented" role="group" aria-label={t('entity.views')}>
          {TABS.map(([name, label]) => (
            <button
              key={name}
              type="button"
              aria-pressed={(tab ?? 'overview') === name}
              onClick={() => change({ tab: name === 'overview' ? undefined : name })}
            >
              {t(label)}
            </button>
          ))}
        </div>
        <RangeChoice value={filters.from} onChange={(from) => change({ from, to: undefined })} />
      </div>
      <RangeNotice range={view.range} />
      <p className="lead">
        <Link to="/search" search={{ ...filters, entity: id, dup: 'all' }}>
          {t('overview.articles', { count: view.articles })}
        </Link>
        {' · '}
        {t('entity.mentionCount', { count: view.mentions })}
        {' · '}
        <RangeText range={view.range} />
      </p>
      {tab === undefined ? <EntityOverview view={view} search={search} onChange={change} /> : null}
      {tab === 'statements' ? <EntityStatements id={id} filters={filters} /> : null}
      {tab === 'names' ? (
        <EntityNames
          key={view.entity.id}
          view={view}
          changes={changes}
          onMerged={(into) => void navigate({ to: '/entities/$id', params: { id: into }, search })}
        />
      ) : null}
    </div>
  );
}

function EntityHead(props: { readonly view: EntityView }): ReactElement {
  const { t, date } = useText();
  const { entity } = props.view;
  return (
    <header className="entity-head">
      <h1>
        <bdi>{entity.label}</bdi> <span className="tag">{t(`entityType.${entityTypeKey(entity.type)}`)}</span>
        {entity.retired ? <span className="tag">{t('registry.retired')}</span> : null}
      </h1>
      <p className="names">
        {labelsOf(entity.names)
          .filter(({ text }) => text !== entity.label)
          .map((name) => (
            <bdi key={name.language} {...textAttributes(name.language)}>
              {name.text}
            </bdi>
          ))}
        {entity.wikidata === null ? null : (
          <a
            href={`https://www.wikidata.org/wiki/${entity.wikidata}`}
            rel="noreferrer noopener"
            target="_blank"
          >
            {entity.wikidata}
          </a>
        )}
      </p>
      {entity.former.length === 0 ? null : (
        <p className="muted">{t('registry.former', { ids: entity.former.join(', ') })}</p>
      )}
      {entity.roles.length === 0 ? null : (
        <ul className="roles">
          {entity.roles.map((role) => (
            <li key={`${role.title}-${role.from ?? ''}`}>
              <bdi>{role.title}</bdi>
              {role.of === null ? null : (
                <>
                  {' · '}
                  <Link to="/entities/$id" params={{ id: role.of.id }}>
                    <bdi>{role.of.label}</bdi>
                  </Link>
                </>
              )}
              {role.from === null ? null : (
                <span className="muted">
                  {' · '}
                  {role.to === null
                    ? t('entity.since', { date: date(role.from) })
                    : t('range.fromTo', { from: date(role.from), to: date(role.to) })}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

function EntityStatements(props: { readonly id: string; readonly filters: EntityPageSearch }): ReactElement {
  const { t } = useText();
  const holds = useApi<StatementList>('/stances', { ...props.filters, holder: props.id, size: 30 });
  const meant = useApi<StatementList>('/stances', { ...props.filters, target: props.id, size: 30 });
  return (
    <div className="columns">
      {(
        [
          ['entity.asHolder', holds, { holder: props.id }],
          ['entity.asTarget', meant, { target: props.id }],
        ] as const
      ).map(([label, list, pair]) => (
        <section key={label} aria-label={t(label)}>
          <div className="section-head">
            <h2>{t(label)}</h2>
            {list.data === undefined ? null : (
              <Link
                to="/stance"
                search={{ from: props.filters.from, to: props.filters.to, ...pair, view: 'statements' }}
              >
                {t('stance.statementCount', { count: list.data.total })}
              </Link>
            )}
          </div>
          {list.isLoading ? <Skeleton lines={6} /> : null}
          {list.data?.total === 0 ? <p className="muted">{t('stance.noStatements')}</p> : null}
          <ol className="statements">
            {(list.data?.items ?? []).map((statement) => (
              <StatementRow key={`${statement.articleId}-${statement.id}`} statement={statement} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
