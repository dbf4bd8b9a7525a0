import type { ArticleView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { useText } from '../../text/interface-text.tsx';
import { genreName } from '../search/filters.tsx';

/** Where each part of the record came from. */
export function Metadata(props: { readonly article: ArticleView }): ReactElement {
  const text = useText();
  const { t, time, share, number } = text;
  const { article } = props;
  const { page, extraction, tagging } = article.provenance;
  const rows: readonly (readonly [string, string])[] = [
    [t('metadata.url'), article.url],
    [t('metadata.id'), article.id],
    [t('metadata.authors'), article.authors.join(', ')],
    [t('metadata.section'), article.section ?? ''],
    [
      t('filter.genre'),
      article.genre === null
        ? ''
        : `${genreName(article.genre.kind, text)} (${share(article.genre.confidence)})`,
    ],
    [t('metadata.dateline'), article.datelinePlace ?? ''],
    [t('metadata.dateFrom'), `${article.publishedFrom} (${share(article.publishedConfidence)})`],
    [t('metadata.firstSeen'), time(article.firstSeenAt)],
    [t('metadata.updated'), time(article.updatedAt)],
    [t('metadata.fetched'), page === null ? '' : time(page.fetchedAt)],
    [t('metadata.status'), page === null ? '' : number(page.status)],
    [t('metadata.bytes'), page === null ? '' : number(page.bytes)],
    [t('metadata.contentType'), page?.contentType ?? ''],
    [t('metadata.foundIn'), page?.foundIn ?? ''],
    ['SHA-256', page?.sha256 ?? ''],
    [
      t('metadata.extraction'),
      `${extraction.method} ${extraction.version} (${share(extraction.confidence)})`,
    ],
    [t('metadata.tagging'), tagging.version],
  ];
  return (
    <dl className="metadata">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  );
}
