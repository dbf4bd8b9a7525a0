import type { Statement } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { textAttributes } from '../text/direction.ts';
import { useText } from '../text/interface-text.tsx';
import { ArticleTime } from './article-card.tsx';
import { MarkedText, sentenceOf } from './marked-text.tsx';
import { StancePair, StancePill } from './stance-label.tsx';

/** One statement with its sentence; the sentence opens the article at that place. */
export function StatementRow(props: {
  readonly statement: Statement;
  readonly pair?: boolean;
}): ReactElement {
  const { t, languageName, number } = useText();
  const { statement } = props;
  const { copies = 0 } = statement;
  return (
    <li className="statement" data-item>
      <p className="meta">
        {props.pair === false ? null : (
          <StancePair holder={statement.holderRef} target={statement.targetRef} link />
        )}
        <StancePill label={statement.label} strength={statement.strength} />
        <span>{t(`voice.${statement.voice}`)}</span>
      </p>
      <blockquote className={statement.label} {...textAttributes(statement.language, statement.direction)}>
        <Link to="/articles/$id" params={{ id: statement.articleId }} search={{ ev: statement.id }}>
          <MarkedText marked={sentenceOf(statement)} />
        </Link>
      </blockquote>
      <p className="meta">
        <Link to="/sources/$id" params={{ id: statement.source.id }}>
          <bdi>{statement.source.name}</bdi>
        </Link>
        <ArticleTime publishedAt={statement.publishedAt} firstSeenAt={statement.firstSeenAt} />
        <span className="tag">{languageName(statement.language)}</span>
        {copies === 0 ? null : <span className="tag">{t('stance.reprints', { n: number(copies) })}</span>}
      </p>
    </li>
  );
}
