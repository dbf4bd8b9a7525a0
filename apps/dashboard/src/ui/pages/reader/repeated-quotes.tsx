import type { ArticleView } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { ArticleTime } from '../../parts/article-card.tsx';
import { EntityName } from '../../parts/stance-label.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

type Quote = ArticleView['quotes'][number];
type Repetition = NonNullable<Quote['repeated']>;

/** Quotes of the article that other outlets carry too: who had each first, and how the words here differ. */
export function RepeatedQuotesPanel(props: { readonly article: ArticleView }): ReactElement | null {
  const { t } = useText();
  const { article } = props;
  const repeated = article.quotes.flatMap((quote) =>
    quote.repeated === null ? [] : [{ quote, repeated: quote.repeated }],
  );
  if (repeated.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="reader-repeated">
      <h2 id="reader-repeated">{t('reader.repeatedQuotes')}</h2>
      <ol className="copies">
        {repeated.map(({ quote, repeated: repetition }) => (
          <li key={quote.start}>
            <RepeatedQuote article={article} quote={quote} repeated={repetition} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function RepeatedQuote(props: {
  readonly article: ArticleView;
  readonly quote: Quote;
  readonly repeated: Repetition;
}): ReactElement {
  const { t } = useText();
  const { article, quote, repeated } = props;
  const isFirst = repeated.first.articleId === article.id;
  return (
    <>
      <p className="meta">
        {quote.speakerRef === null ? null : <EntityName entity={quote.speakerRef} />}
        <span>{t('reader.quotedBy', { count: repeated.outlets })}</span>
        {repeated.changed === 0 ? null : (
          <strong>{t('reader.quoteChanged', { count: repeated.changed })}</strong>
        )}
      </p>
      <blockquote {...textAttributes(article.language, article.direction)}>
        {withoutDirectionControls(quote.text)}
      </blockquote>
      <p className="meta">
        {isFirst ? (
          <span>{t('reader.quoteFirstHere')}</span>
        ) : (
          <>
            <span>{t('reader.quoteFirst')}</span>
            <Link to="/articles/$id" params={{ id: repeated.first.articleId }}>
              <bdi>{repeated.first.source.name}</bdi>
            </Link>
            <ArticleTime publishedAt={repeated.first.at} firstSeenAt={repeated.first.at} />
          </>
        )}
      </p>
      {repeated.change === 'same' ? null : <Difference article={article} repeated={repeated} />}
    </>
  );
}

/** The quote as it was seen first, with the words that are missing here struck out and those that are new here marked. */
function Difference(props: { readonly article: ArticleView; readonly repeated: Repetition }): ReactElement {
  const { article, repeated } = props;
  const summary = useChange(repeated.change);
  return (
    <details>
      <summary>{summary}</summary>
      <p className="difference" {...textAttributes(article.language, article.direction)}>
        {repeated.pieces.map((piece, at) => (
          // The pieces of one quote never move.
          // oxlint-disable-next-line react/no-array-index-key
          <Piece key={at} piece={piece} />
        ))}
      </p>
    </details>
  );
}

function Piece({ piece }: { readonly piece: Repetition['pieces'][number] }): ReactElement {
  const words = withoutDirectionControls(piece.text);
  switch (piece.in) {
    case 'both':
      return <span>{words} </span>;
    case 'first':
      return (
        <>
          <del>{words}</del>{' '}
        </>
      );
    case 'other':
      return (
        <>
          <ins>{words}</ins>{' '}
        </>
      );
  }
}

function useChange(change: Repetition['change']): string {
  const { t } = useText();
  switch (change) {
    case 'same':
      return '';
    case 'shortened':
      return t('reader.quoteShortened');
    case 'reworded':
      return t('reader.quoteReworded');
    case 'negation':
      return t('reader.quoteNegation');
  }
}
