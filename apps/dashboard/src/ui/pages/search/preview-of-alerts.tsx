import type { AlertPreview } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { ArticleTime } from '../../parts/article-card.tsx';
import { MarkedText } from '../../parts/marked-text.tsx';
import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

/** How often an alert would have fired, for which stories, and whether that is more than anybody reads. */
export function PreviewOfAlerts(props: { readonly preview: AlertPreview }): ReactElement {
  const { t } = useText();
  const { preview } = props;
  return (
    <section aria-label={t('save.previewTitle')}>
      <p className="muted">
        {t('save.preview30', { count: preview.fired30d })}{' '}
        {t('save.previewStories', { count: preview.stories30d })}
      </p>
      {preview.isTooMany ? <p role="alert">{t('save.tooMany')}</p> : null}
      <ul className="rows">
        {preview.stories.map(({ article, alsoIn }) => (
          <li key={article.id}>
            <span>
              <span {...textAttributes(article.language, article.direction)}>
                <MarkedText marked={article.title} />
              </span>
              <span className="meta">
                <bdi>{article.source.name}</bdi>
                <ArticleTime publishedAt={article.publishedAt} firstSeenAt={article.firstSeenAt} />
                {alsoIn > 0 ? <span>{t('alerts.alsoIn', { count: alsoIn })}</span> : null}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
