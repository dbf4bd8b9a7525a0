import type { EntityRef, EntityView, StanceTimeline, Timeline } from '@khabar/api/schemas';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { AttentionChart } from '../../charts/attention-chart.tsx';
import { StanceChart } from '../../charts/stance-chart.tsx';
import { EntityName } from '../../parts/stance-label.tsx';
import type { EntityPageSearch } from '../../search-params.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** Attention, stance both ways over time, co-mentions, languages, and the sources with the silent ones. */
export function EntityOverview(props: {
  readonly view: EntityView;
  readonly search: EntityPageSearch;
  readonly onChange: (change: Partial<EntityPageSearch>) => void;
}): ReactElement {
  const { t, number, languageName } = useText();
  const navigate = useNavigate();
  const { view } = props;
  const { tab: _tab, scale, ...filters } = props.search;
  const id = view.entity.id;
  const name = view.entity.label;
  const own = id.startsWith('topic:') ? { topic: id } : { entity: id };
  const attention = useApi<Timeline>('/timeline', { ...filters, ...own });
  const holds = useApi<StanceTimeline>('/stances/timeline', { ...filters, holder: id, dup: 'all' });
  const meant = useApi<StanceTimeline>('/stances/timeline', { ...filters, target: id, dup: 'all' });
  const openStatements =
    (pair: { holder?: string; target?: string }) => (from: string, to: string | undefined) =>
      void navigate({ to: '/stance', search: { ...pair, from, to, view: 'statements' } });

  return (
    <>
      <Loaded query={attention}>
        {(timeline) => (
          <AttentionChart
            title={t('entity.attention', { name })}
            timeline={timeline}
            scale={scale}
            onScale={(next) => props.onChange({ scale: next })}
            onRange={(from, to) => void navigate({ to: '/search', search: { ...filters, ...own, from, to } })}
          />
        )}
      </Loaded>
      <div className="columns">
        <Loaded query={holds}>
          {(timeline) => (
            <StanceChart
              title={t('entity.holds', { name })}
              timeline={timeline}
              onOpen={openStatements({ holder: id })}
            />
          )}
        </Loaded>
        <Loaded query={meant}>
          {(timeline) => (
            <StanceChart
              title={t('entity.meant', { name })}
              timeline={timeline}
              onOpen={openStatements({ target: id })}
            />
          )}
        </Loaded>
      </div>
      <div className="columns">
        <StanceSides
          title={t('entity.towards', { name })}
          rows={view.asHolder.map((row) => ({
            ...row,
            other: row.target,
            pair: { holder: id, target: row.target.id },
          }))}
        />
        <StanceSides
          title={t('entity.from', { name })}
          rows={view.asTarget.map((row) => ({
            ...row,
            other: row.holder,
            pair: { holder: row.holder.id, target: id },
          }))}
        />
      </div>
      <div className="columns">
        <SourcesOf view={view} search={filters} />
        <div className="stack">
          <section className="panel" aria-labelledby="entity-together">
            <h2 id="entity-together">{t('entity.together')}</h2>
            <ul className="rows">
              {view.coMentions.slice(0, 12).map((other) => (
                <li key={other.id}>
                  <EntityName entity={other} />
                  <Link
                    to="/search"
                    search={{ ...filters, q: `entity:${id} entity:${other.id}`, dup: 'all' }}
                    aria-label={t('entity.togetherCount', {
                      name,
                      other: other.label,
                      count: other.articles,
                    })}
                  >
                    {number(other.articles)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
          <section className="panel" aria-labelledby="entity-languages">
            <h2 id="entity-languages">{t('overview.languages')}</h2>
            <ul className="rows">
              {view.languages.map(({ language, articles }) => (
                <li key={language}>
                  <Link to="/search" search={{ ...filters, entity: id, lang: language, dup: 'all' }}>
                    {languageName(language)}
                  </Link>
                  <span>{number(articles)}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </>
  );
}

function StanceSides(props: {
  readonly title: string;
  readonly rows: readonly {
    readonly other: EntityRef;
    readonly favor: number;
    readonly against: number;
    readonly pair: { readonly holder: string; readonly target: string };
  }[];
}): ReactElement {
  const { t, number } = useText();
  const most = Math.max(1, ...props.rows.map(({ favor, against }) => Math.max(favor, against)));
  return (
    <section className="panel" aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.rows.length === 0 ? <p className="muted">{t('stance.noStatements')}</p> : null}
      <ul className="sides">
        {props.rows.slice(0, 12).map((row) => (
          <li key={row.other.id}>
            <EntityName entity={row.other} />
            <Link
              to="/stance"
              search={{ ...row.pair, from: 'all', view: 'statements' }}
              className="side-bars"
            >
              <span className="side-bar">
                <span className="favor-bar" style={{ inlineSize: `${(100 * row.favor) / most}%` }} />
                <span>
                  <span className="hidden">{t('stance.favor')} </span>
                  <bdi dir="ltr">+{number(row.favor)}</bdi>
                </span>
              </span>
              <span className="side-bar">
                <span className="against-bar" style={{ inlineSize: `${(100 * row.against) / most}%` }} />
                <span>
                  <span className="hidden">{t('stance.against')} </span>
                  <bdi dir="ltr">−{number(row.against)}</bdi>
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SourcesOf(props: { readonly view: EntityView; readonly search: EntityPageSearch }): ReactElement {
  const { t, number, date, list } = useText();
  const { view } = props;
  const silent = view.sources.filter(({ articles }) => articles === 0);
  const sorted = view.sources.toSorted((a, b) => b.articles - a.articles);
  return (
    <section className="panel" aria-labelledby="entity-sources">
      <h2 id="entity-sources">{t('nav.sources')}</h2>
      <p className="muted">
        {silent.length === 0
          ? t('coverage.noneSilent')
          : t('entity.silent', { count: silent.length, names: list(silent.map(({ name }) => name)) })}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('sources.name')}</th>
            <th scope="col" className="number">
              {t('entities.articles')}
            </th>
            <th scope="col" className="number">
              {t('chart.collected')}
            </th>
            <th scope="col">{t('entity.firstTime')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((source) => (
            <tr key={source.id} className={source.articles === 0 ? 'silent' : ''}>
              <th scope="row">
                <Link to="/sources/$id" params={{ id: source.id }}>
                  <bdi>{source.name}</bdi>
                </Link>
              </th>
              <td className="number">
                {source.articles === 0 ? (
                  <strong>{number(0)}</strong>
                ) : (
                  <Link
                    to="/search"
                    search={{ ...props.search, entity: view.entity.id, source: source.id, dup: 'all' }}
                  >
                    {number(source.articles)}
                  </Link>
                )}
              </td>
              <td className="number">{number(source.collected)}</td>
              <td>{source.first === null ? '–' : <bdi>{date(source.first)}</bdi>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
