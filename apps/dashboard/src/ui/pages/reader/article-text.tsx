import type { ArticleView } from '@khabar/api/schemas';
import { useMemo, type ReactElement, type ReactNode } from 'react';

import { useText } from '../../text/interface-text.tsx';
import { blocksOf, textSegments, type Segment } from './text-segments.ts';

type Mention = ArticleView['mentions'][number];

/** The article with everything that was found in it: entities underlined, evidence behind the words and numbered, matches marked. */
export function ArticleText(props: {
  readonly article: ArticleView;
  readonly focused: string | undefined;
  readonly currentMatch: number | null;
  readonly onMention: (mention: Mention, element: HTMLElement) => void;
  readonly onEvidence: (stanceId: string) => void;
}): ReactElement {
  const { article } = props;
  const evidence = useMemo(
    () =>
      article.stances.map(({ evidence: span }) => (span.field === 'text' ? span : { start: -1, end: -1 })),
    [article],
  );
  const mentions = useMemo(() => article.mentions.filter(({ field }) => field === 'text'), [article]);
  const firstOf = new Map<number, number>();
  const blocks = blocksOf(article).map((block) => ({
    block,
    segments: textSegments({ text: article.text, block, evidence, mentions, marks: article.marks.text }),
  }));
  for (const segment of blocks.flatMap(({ segments }) => segments)) {
    for (const at of segment.evidence) if (!firstOf.has(at)) firstOf.set(at, segment.start);
  }

  return (
    <div className="article-text">
      {blocks.map(({ block, segments }) => {
        const content = segments.map((segment) => (
          <SegmentText
            key={segment.start}
            segment={segment}
            article={article}
            mention={segment.mention === null ? undefined : mentions[segment.mention]}
            isFirst={segment.evidence.filter((at) => firstOf.get(at) === segment.start)}
            focused={props.focused}
            isCurrentMatch={
              props.currentMatch !== null && article.marks.text[props.currentMatch]?.start === segment.start
            }
            onMention={props.onMention}
            onEvidence={props.onEvidence}
          />
        ));
        return (
          <TextBlock key={block.start} kind={block.kind}>
            {content}
          </TextBlock>
        );
      })}
    </div>
  );
}

function TextBlock(props: {
  readonly kind: ArticleView['blocks'][number]['kind'];
  readonly children: ReactNode;
}): ReactElement {
  const { kind, children } = props;
  if (kind === 'heading') return <h2>{children}</h2>;
  if (kind === 'quote') return <blockquote>{children}</blockquote>;
  if (kind === 'list-item') return <p className="list-item">{children}</p>;
  return <p className={kind === 'paragraph' ? '' : 'muted'}>{children}</p>;
}

function SegmentText(props: {
  readonly segment: Segment;
  readonly article: ArticleView;
  readonly mention: Mention | undefined;
  readonly isFirst: readonly number[];
  readonly focused: string | undefined;
  readonly isCurrentMatch: boolean;
  readonly onMention: (mention: Mention, element: HTMLElement) => void;
  readonly onEvidence: (stanceId: string) => void;
}): ReactElement {
  const { t, number } = useText();
  const { segment, article, mention } = props;
  const labels = new Set(segment.evidence.map((at) => article.stances[at]?.label));
  const tone = labels.size > 1 ? 'unclear' : ([...labels][0] ?? '');
  const isFocused = segment.evidence.some((at) => article.stances[at]?.id === props.focused);
  const classes = [
    segment.evidence.length > 0 ? `evidence ${tone}` : '',
    isFocused ? 'focused' : '',
    props.isCurrentMatch ? 'current' : '',
  ].filter((name) => name !== '');
  const inner = segment.isMatch ? <mark>{segment.text}</mark> : segment.text;
  return (
    <>
      {props.isFirst.map((at) => (
        <span key={at} id={`evidence-${article.stances[at]?.id ?? at}`} className="anchor" tabIndex={-1} />
      ))}
      <span
        className={classes.join(' ')}
        data-start={segment.start}
        data-match={segment.isMatch ? segment.start : undefined}
      >
        {mention === undefined ? (
          inner
        ) : (
          <button
            type="button"
            className="mention"
            onClick={(event) => props.onMention(mention, event.currentTarget)}
          >
            {inner}
          </button>
        )}
      </span>
      {segment.endsEvidence.map((at) => {
        const stance = article.stances[at];
        return stance === undefined ? null : (
          <sup key={stance.id}>
            <button type="button" className="evidence-number" onClick={() => props.onEvidence(stance.id)}>
              <span className="hidden">{t('reader.statementNumber')} </span>
              {number(at + 1)}
            </button>
          </sup>
        );
      })}
    </>
  );
}
