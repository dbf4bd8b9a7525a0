import type { ArticleView } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { ArticleTime } from '../../parts/article-card.tsx';
import { EntityName } from '../../parts/stance-label.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

/** Entities of the article by number of mentions, with the name as this text writes it. */
export function EntityPanel(props: { readonly article: ArticleView }): ReactElement {
  const { t, number } = useText();
  const { article } = props;
  const counted = new Map<string, { mention: ArticleView['mentions'][number]; count: number }>();
  for (const mention of article.mentions) {
    const known = counted.get(mention.entityId);
    counted.set(mention.entityId, { mention: known?.mention ?? mention, count: (known?.count ?? 0) + 1 });
  }
  const ranked = [...counted.values()].toSorted((a, b) => b.count - a.count);
  return (
    <section className="panel" aria-labelledby="reader-entities">
      <h2 id="reader-entities">{t('nav.entities')}</h2>
      {ranked.length === 0 ? <p className="muted">{t('reader.noEntities')}</p> : null}
      <ul className="rows">
        {ranked.slice(0, 20).map(({ mention, count }) => (
          <li key={mention.entityId}>
            <span>
              <EntityName entity={mention.ref} />{' '}
              <bdi className="muted" {...textAttributes(article.language, article.direction)}>
                {mention.surface}
              </bdi>
            </span>
            <span>{number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sentences(props: {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly language: string;
  readonly sign: string;
}): ReactElement | null {
  if (props.sentences.length === 0) return null;
  return (
    <>
      <h3>{props.title}</h3>
      <ul className={`changes ${props.sign}`} {...textAttributes(props.language)}>
        {props.sentences.map((sentence) => (
          <li key={sentence}>{withoutDirectionControls(sentence)}</li>
        ))}
      </ul>
    </>
  );
}

/** Copies and near-copies in the order in which they were first seen, with what each has more or less. */
export function CopiesPanel(props: { readonly article: ArticleView }): ReactElement {
  const { t, share } = useText();
  const { copies } = props.article;
  return (
    <section className="panel" aria-labelledby="reader-copies">
      <h2 id="reader-copies">{t('reader.sameStory')}</h2>
      <p>
        <Link to="/stories/$id" params={{ id: props.article.id }}>
          {t('stories.open')}
        </Link>
      </p>
      {copies.length === 0 ? <p className="muted">{t('reader.noCopies')}</p> : null}
      <ol className="copies">
        {copies.map((copy) => (
          <li key={copy.id}>
            <p className="meta">
              <bdi>{copy.source.name}</bdi>
              <ArticleTime publishedAt={copy.publishedAt} firstSeenAt={copy.firstSeenAt} />
              <span>{t('reader.similar', { share: share(copy.similarity) })}</span>
            </p>
            <p {...textAttributes(copy.language)}>
              <Link to="/articles/$id" params={{ id: copy.id }}>
                {withoutDirectionControls(copy.title)}
              </Link>
            </p>
            {copy.added.length + copy.removed.length === 0 ? null : (
              <details>
                <summary>
                  {t('reader.differences', { count: copy.added.length + copy.removed.length })}
                </summary>
                <Sentences
                  title={t('reader.onlyThere')}
                  sentences={copy.added}
                  language={copy.language}
                  sign="added"
                />
                <Sentences
                  title={t('reader.onlyHere')}
                  sentences={copy.removed}
                  language={copy.language}
                  sign="removed"
                />
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Versions that the outlet published under the same address. */
export function RevisionsPanel(props: { readonly article: ArticleView }): ReactElement | null {
  const { t, time } = useText();
  const { article } = props;
  if (article.revisions.length < 2) return null;
  return (
    <section className="panel" aria-labelledby="reader-revisions">
      <h2 id="reader-revisions" tabIndex={-1}>
        {t('reader.revisions', { count: article.revisions.length })}
      </h2>
      <ol className="copies">
        {article.revisions.map((revision) => (
          <li key={revision.revision}>
            <p className="meta">
              <span>{t('reader.revision', { number: revision.revision })}</span>
              <time dateTime={revision.seenAt}>
                <bdi>{time(revision.seenAt)}</bdi>
              </time>
              {revision.changes.map((change) => (
                <span key={change}>{t(`reader.change.${change}`)}</span>
              ))}
            </p>
            <p {...textAttributes(article.language, article.direction)}>
              {withoutDirectionControls(revision.title)}
            </p>
            <Sentences
              title={t('reader.added')}
              sentences={revision.added}
              language={article.language}
              sign="added"
            />
            <Sentences
              title={t('reader.removed')}
              sentences={revision.removed}
              language={article.language}
              sign="removed"
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
