import type { StoryView } from '@khabar/api/schemas';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { ArticleTime } from '../../parts/article-card.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TableScroll } from '../../parts/table-scroll.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

const route = getRouteApi('/stories/$id');

/** One event as all outlets and languages told it: how many, who was first, who copied whom. */
export function StoryPage(): ReactElement {
  const { t } = useText();
  const { id } = route.useParams();
  const story = useApi<StoryView>(`/stories/${encodeURIComponent(id)}`, {}, { keep: false });
  return (
    <div className="page">
      <PageHead title={t('stories.title')} />
      <p>{t('stories.intro')}</p>
      {story.isError ? <Failure error={story.error} onRetry={() => void story.refetch()} /> : null}
      {story.data === undefined && !story.isError ? <Skeleton lines={6} /> : null}
      {story.data === undefined ? null : <Counts counts={story.data.counts} />}
      {story.data === undefined ? null : <Chain story={story.data} />}
    </div>
  );
}

const COUNTS = ['articles', 'texts', 'originals', 'families', 'languages'] as const;

function Counts(props: { readonly counts: StoryView['counts'] }): ReactElement {
  const { t, number } = useText();
  return (
    <TableScroll label={t('stories.title')}>
      <table>
        <thead>
          <tr>
            {COUNTS.map((name) => (
              <th key={name} scope="col">
                {t(`stories.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {COUNTS.map((name) => (
              <td key={name}>{number(props.counts[name])}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </TableScroll>
  );
}

function Chain(props: { readonly story: StoryView }): ReactElement {
  const { t } = useText();
  const { reports, counts } = props.story;
  const byId = new Map(reports.map((report) => [report.id, report]));
  return (
    <section className="panel" aria-labelledby="story-chain">
      <h2 id="story-chain">{t('stories.chain')}</h2>
      <ol className="copies">
        {reports.map((report) => (
          <li key={report.id}>
            <p className="meta">
              <bdi>{report.source.name}</bdi>
              <ArticleTime publishedAt={report.publishedAt} firstSeenAt={report.firstSeenAt} />
              <strong>{t(`stories.role.${report.role}`)}</strong>
              {report.copyOf === null ? null : (
                <bdi>{t('stories.copyOf', { source: byId.get(report.copyOf)?.source.name ?? '' })}</bdi>
              )}
              {report.credits === null ? null : <bdi>{t('stories.credits', { agency: report.credits })}</bdi>}
            </p>
            <p {...textAttributes(report.language, report.direction)}>
              <Link to="/articles/$id" params={{ id: report.id }}>
                {withoutDirectionControls(report.title)}
              </Link>
            </p>
          </li>
        ))}
      </ol>
      {reports.length < counts.articles ? (
        <p className="muted">{t('stories.listed', { shown: reports.length })}</p>
      ) : null}
    </section>
  );
}
