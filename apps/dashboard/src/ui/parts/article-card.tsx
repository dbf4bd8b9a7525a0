import type { ArticleItem } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import { Copy, ExternalLink } from 'lucide-react';
import type { ReactElement } from 'react';

import { textAttributes, withoutDirectionControls } from '../text/direction.ts';
import { useText } from '../text/interface-text.tsx';
import { MarkedText } from './marked-text.tsx';
import { EntityName, StancePair, StancePill } from './stance-label.tsx';

/** When an article was published, or first seen where the page gives no date, which is then said. */
export function ArticleTime(props: {
  readonly publishedAt: string | null;
  readonly firstSeenAt: string;
}): ReactElement {
  const { t, time } = useText();
  if (props.publishedAt === null) {
    return (
      <span>
        {t('article.undated')} ·{' '}
        <time dateTime={props.firstSeenAt}>{t('article.firstSeen', { time: time(props.firstSeenAt) })}</time>
      </span>
    );
  }
  return (
    <time dateTime={props.publishedAt}>
      <bdi>{time(props.publishedAt)}</bdi>
    </time>
  );
}

function pairOf({ holder, target, label }: ArticleItem['stances'][number]): string {
  return `${holder}>${target}>${label}`;
}

/** The strongest of statements that say the same: one holder, one target, one way. */
function onePerPair(stances: ArticleItem['stances']): ArticleItem['stances'] {
  const pairs = stances.map(pairOf);
  return stances.filter((stance, index) => pairs.indexOf(pairOf(stance)) === index);
}

/** A search result: source, time, language and copies; title; passage; who stands how to whom; entities. */
export function ArticleCard(props: {
  readonly article: ArticleItem;
  /** The search it stands in, for marks and for stepping through results. */
  readonly query?: string | undefined;
  readonly search?: string | undefined;
  readonly brief?: boolean;
}): ReactElement {
  const { t, languageName } = useText();
  const { article } = props;
  const own = textAttributes(article.language, article.direction);
  return (
    <article className="card" data-item>
      <p className="meta">
        <Link to="/sources/$id" params={{ id: article.source.id }}>
          <bdi>{article.source.name}</bdi>
        </Link>
        <ArticleTime publishedAt={article.publishedAt} firstSeenAt={article.firstSeenAt} />
        <span className="tag">{languageName(article.language)}</span>
        {article.copies > 0 ? (
          <span>
            <Copy aria-hidden size={13} /> {t('article.copies', { count: article.copies })}
          </span>
        ) : null}
      </p>
      <h3 {...own}>
        <Link to="/articles/$id" params={{ id: article.id }} search={{ q: props.query, s: props.search }}>
          {article.title.text === '' ? t('article.untitled') : <MarkedText marked={article.title} />}
        </Link>
      </h3>
      {props.brief === true ? null : (
        <p className="snippet" {...own}>
          <MarkedText marked={article.snippet} />
        </p>
      )}
      {article.stances.length === 0 ? null : (
        <ul className="stances">
          {onePerPair(article.stances)
            .slice(0, props.brief === true ? 1 : 3)
            .map((stance) => (
              <li key={stance.id}>
                <Link
                  to="/articles/$id"
                  params={{ id: article.id }}
                  search={{ ev: stance.id, s: props.search }}
                  title={withoutDirectionControls(stance.evidence.text)}
                >
                  <StancePair holder={stance.holderRef} target={stance.targetRef} link={false} />
                </Link>{' '}
                <StancePill label={stance.label} />
              </li>
            ))}
        </ul>
      )}
      {props.brief === true ? null : (
        <p className="meta">
          {article.entities.slice(0, 5).map((entity) => (
            <EntityName key={entity.id} entity={entity} />
          ))}
          {article.url.startsWith('http') ? (
            <a className="push" href={article.url} rel="noreferrer noopener" target="_blank" data-original>
              {t('article.original')} <ExternalLink aria-hidden size={13} />
            </a>
          ) : null}
        </p>
      )}
    </article>
  );
}
