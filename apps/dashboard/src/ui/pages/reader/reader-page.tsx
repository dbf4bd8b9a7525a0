import type { ArticleView } from '@khabar/api/schemas';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';

import { ArticleTime } from '../../parts/article-card.tsx';
import { LastCorrectionLine } from '../../parts/last-correction.tsx';
import { MarkedText } from '../../parts/marked-text.tsx';
import { usePageTitle } from '../../parts/page-head.tsx';
import type { ReaderSearch } from '../../search-params.ts';
import { useSettings } from '../../settings/localised.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { useCorrections } from '../../use-corrections.ts';
import { ArticleText } from './article-text.tsx';
import { AssistPanel } from './assist-panel.tsx';
import { CorrectionDialog, type Correcting } from './correction-dialogs.tsx';
import { MentionCard } from './mention-card.tsx';
import { Metadata } from './metadata.tsx';
import { RepeatedQuotesPanel } from './repeated-quotes.tsx';
import { ResultSteps } from './result-steps.tsx';
import { CopiesPanel, EntityPanel, RevisionsPanel } from './side-panels.tsx';
import { StancePanel } from './stance-panel.tsx';

const route = getRouteApi('/articles/$id');

function reveal(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}

/** An article with its evidence: text on one side, who stands how to whom on the other. */
export function ReaderPage(): ReactElement {
  const { id } = route.useParams();
  const { q } = route.useSearch();
  const article = useApi<ArticleView>(`/articles/${encodeURIComponent(id)}`, { q }, { keep: false });
  if (article.isError) {
    return (
      <div className="page">
        <Failure error={article.error} onRetry={() => void article.refetch()} />
      </div>
    );
  }
  if (article.data === undefined) {
    return (
      <div className="page">
        <Skeleton lines={12} />
      </div>
    );
  }
  return <Reader key={article.data.id} article={article.data} />;
}

function Reader(props: { readonly article: ArticleView }): ReactElement {
  const { t } = useText();
  const { article } = props;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [{ textSize }] = useSettings();
  const [card, setCard] = useState<{ mention: ArticleView['mentions'][number]; near: HTMLElement } | null>(
    null,
  );
  const [match, setMatch] = useState<number | null>(null);
  const [correcting, setCorrecting] = useState<Correcting | null>(null);
  const corrections = useCorrections();
  usePageTitle(withoutDirectionControls(article.title));
  const own = textAttributes(article.language, article.direction);
  const change = (next: Partial<ReaderSearch>): void =>
    void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false });

  useEffect(() => {
    if (search.ev !== undefined) reveal(`evidence-${search.ev}`);
  }, [search.ev]);

  const matches = article.marks.text;
  const toMatch = (by: 1 | -1): void => {
    const next = match === null ? 0 : (match + by + matches.length) % matches.length;
    setMatch(next);
    document
      .querySelector(`[data-match="${matches[next]?.start ?? ''}"]`)
      ?.scrollIntoView({ block: 'center' });
  };

  return (
    <div className="page">
      {search.s === undefined ? null : <ResultSteps search={search.s} id={article.id} />}
      <div className="reader">
        <article className="panel reader-article">
          <ArticleMeta article={article} />
          <h1 className="reader-title" {...own}>
            <MarkedText marked={{ text: article.title, marks: article.marks.title }} />
          </h1>
          <div className="reader-tools">
            <div className="segmented" role="group" aria-label={t('reader.view')}>
              <button
                type="button"
                aria-pressed={search.tab === undefined}
                onClick={() => change({ tab: undefined })}
              >
                {t('reader.text')}
              </button>
              <button
                type="button"
                aria-pressed={search.tab === 'metadata'}
                onClick={() => change({ tab: 'metadata' })}
              >
                {t('reader.metadata')}
              </button>
            </div>
            <TextSize />
            {matches.length === 0 ? null : (
              <span className="match-steps">
                <button type="button" data-previous-match onClick={() => toMatch(-1)}>
                  {t('reader.previousMatch')}
                </button>
                <span>
                  {t('reader.match', { at: match === null ? 0 : match + 1, total: matches.length })}
                </span>
                <button type="button" data-next-match onClick={() => toMatch(1)}>
                  {t('reader.nextMatch')}
                </button>
              </span>
            )}
          </div>
          {search.tab === 'metadata' ? (
            <Metadata article={article} />
          ) : (
            <div {...own} className="measure" style={{ fontSize: `${textSize}%` }}>
              {article.text === '' ? <p dir={undefined}>{t('reader.noText')}</p> : null}
              <ArticleText
                article={article}
                focused={search.ev}
                currentMatch={match}
                onMention={(mention, near) => setCard({ mention, near })}
                onEvidence={(stanceId) => {
                  change({ ev: stanceId });
                  reveal(`stance-${stanceId}`);
                }}
              />
            </div>
          )}
        </article>
        <div className="reader-side">
          <StancePanel
            article={article}
            focused={search.ev}
            corrections={corrections}
            onCorrect={setCorrecting}
            onChoose={(stanceId) => {
              change({ ev: stanceId, tab: undefined });
              reveal(`evidence-${stanceId}`);
            }}
          />
          <EntityPanel article={article} />
          <RepeatedQuotesPanel article={article} />
          <AssistPanel article={article} />
          <CopiesPanel article={article} />
          <RevisionsPanel article={article} />
        </div>
      </div>
      {card === null ? null : (
        <MentionCard
          mention={card.mention}
          near={card.near}
          onClose={() => setCard(null)}
          onObject={() => {
            setCorrecting({ about: 'mention', mention: card.mention });
            setCard(null);
          }}
        />
      )}
      {correcting === null ? null : (
        <CorrectionDialog
          correcting={correcting}
          article={article}
          send={corrections.send}
          onClose={() => setCorrecting(null)}
        />
      )}
      <LastCorrectionLine corrections={corrections} />
    </div>
  );
}

function ArticleMeta(props: { readonly article: ArticleView }): ReactElement {
  const { t, languageName, share } = useText();
  const { article } = props;
  return (
    <p className="meta">
      <Link to="/sources/$id" params={{ id: article.source.id }}>
        <bdi>{article.source.name}</bdi>
      </Link>
      <ArticleTime publishedAt={article.publishedAt} firstSeenAt={article.firstSeenAt} />
      <span>
        {languageName(article.language)} <bdi>({share(article.languageConfidence)})</bdi>
      </span>
      <span>{t('reader.words', { count: article.wordCount })}</span>
      <Edited article={article} />
      {article.paywalled ? <span className="tag">{t('reader.paywalled')}</span> : null}
      {article.sample ? <span className="tag">{t('reader.sample')}</span> : null}
      {article.url.startsWith('http') ? (
        <a href={article.url} rel="noreferrer noopener" target="_blank" data-original>
          {t('article.original')} <ExternalLink aria-hidden size={13} />
        </a>
      ) : null}
    </p>
  );
}

/** That the outlet changed the text after it was first seen, and the way to what changed. */
function Edited(props: { readonly article: ArticleView }): ReactElement | null {
  const { t, time } = useText();
  const { revision, revisions, updatedAt } = props.article;
  if (revision < 2) return null;
  const text = t('reader.edited', { date: time(revisions.at(-1)?.seenAt ?? updatedAt) });
  if (revisions.length < 2) return <span className="tag">{text}</span>;
  return (
    <button type="button" className="link" data-edited onClick={() => reveal('reader-revisions')}>
      {text} · {t('reader.revisions', { count: revisions.length })}
    </button>
  );
}

function TextSize(): ReactElement {
  const { t } = useText();
  const [{ textSize }, change] = useSettings();
  return (
    <span className="segmented" role="group" aria-label={t('reader.textSize')}>
      <button type="button" disabled={textSize <= 80} onClick={() => change({ textSize: textSize - 10 })}>
        <bdi dir="ltr">A−</bdi>
        <span className="hidden"> {t('reader.smaller')}</span>
      </button>
      <button type="button" disabled={textSize >= 200} onClick={() => change({ textSize: textSize + 10 })}>
        <bdi dir="ltr">A+</bdi>
        <span className="hidden"> {t('reader.larger')}</span>
      </button>
    </span>
  );
}
