import type { ArticleView, StanceView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { StancePair, StancePill } from '../../parts/stance-label.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

/** Every statement of the article, side by side with its sentence, and why it was read so. */
export function StancePanel(props: {
  readonly article: ArticleView;
  readonly focused: string | undefined;
  readonly onChoose: (stanceId: string) => void;
}): ReactElement {
  const { t, number } = useText();
  const { article } = props;
  return (
    <section className="panel" aria-labelledby="reader-stance">
      <h2 id="reader-stance">{t('nav.stance')}</h2>
      {article.stances.length === 0 ? <p className="muted">{t('reader.noStances')}</p> : null}
      <ol className="stance-list">
        {article.stances.map((stance, index) => (
          <li
            key={stance.id}
            id={`stance-${stance.id}`}
            tabIndex={-1}
            className={stance.id === props.focused ? 'focused' : ''}
          >
            <p className="meta">
              <span className="ordinal" aria-hidden="true">
                {number(index + 1)}
              </span>
              <StancePair holder={stance.holderRef} target={stance.targetRef} link />
              <StancePill label={stance.label} strength={stance.strength} />
            </p>
            <blockquote className={stance.label} {...textAttributes(article.language, article.direction)}>
              {withoutDirectionControls(stance.evidence.text)}
            </blockquote>
            <p className="meta">
              <span>{t(`voice.${stance.voice}`)}</span>
              <button type="button" className="link" onClick={() => props.onChoose(stance.id)}>
                {t('reader.showInText')}
              </button>
            </p>
            <Why stance={stance} article={article} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Why(props: { readonly stance: StanceView; readonly article: ArticleView }): ReactElement {
  const { t, share, decimal } = useText();
  const { stance, article } = props;
  const from = stance.evidence.field === 'title' ? article.title : article.text;
  return (
    <details className="why">
      <summary>{t('reader.why')}</summary>
      <ul>
        {stance.cues.map((cue) => (
          <li key={`${cue.rule}-${cue.start}`}>
            <q {...textAttributes(article.language, article.direction)}>{from.slice(cue.start, cue.end)}</q>{' '}
            <span className="muted">
              <bdi>{cue.rule}</bdi>
              {cue.effect === undefined ? null : <bdi> · {cue.effect}</bdi>}
            </span>
          </li>
        ))}
      </ul>
      <p className="muted">
        {t('reader.method', {
          method: stance.method,
          confidence: share(stance.confidence),
          strength: decimal(stance.strength),
        })}
      </p>
    </details>
  );
}
