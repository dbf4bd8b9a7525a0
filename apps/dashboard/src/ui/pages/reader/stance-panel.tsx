import type { ArticleView } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { CorrectionText } from '../../parts/correction-text.tsx';
import { StancePair, StancePill } from '../../parts/stance-label.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import type { Corrections } from '../../use-corrections.ts';
import { CorrectedBy } from './corrected-by.tsx';
import type { Correcting } from './correction-dialogs.tsx';
import { markedWords } from './marked-words.ts';
import { Why } from './why.tsx';

/** Every statement of the article, side by side with its sentence, and why it was read so. */
export function StancePanel(props: {
  readonly article: ArticleView;
  readonly focused: string | undefined;
  readonly onChoose: (stanceId: string) => void;
  readonly onCorrect: (correcting: Correcting) => void;
  readonly corrections: Corrections;
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
              <button
                type="button"
                className="link"
                data-object
                onClick={() => props.onCorrect({ about: 'stance', stance })}
              >
                {t('correction.object')}
              </button>
            </p>
            {article.corrections
              .filter(({ id }) => id === stance.correctionId)
              .map((correction) => (
                <CorrectedBy key={correction.id} correction={correction} corrections={props.corrections} />
              ))}
            <Why stance={stance} article={article} />
          </li>
        ))}
      </ol>
      <p className="actions">
        <button
          type="button"
          data-add-statement
          onClick={() => props.onCorrect({ about: 'missing', marked: markedWords(document.getSelection()) })}
        >
          {t('correction.add')}
        </button>
        <button type="button" onClick={() => props.onCorrect({ about: 'article' })}>
          {t('correction.offTopic')}
        </button>
        <Link to="/corrections">{t('correction.all')}</Link>
      </p>
      <ElsewhereCorrected article={article} corrections={props.corrections} />
    </section>
  );
}

/** Corrections that no statement above shows: what is no stance, whom a name means, an article off topic. */
function ElsewhereCorrected(props: {
  readonly article: ArticleView;
  readonly corrections: Corrections;
}): ReactElement | null {
  const { t } = useText();
  const { article } = props;
  const shown = new Set(article.stances.map(({ correctionId }) => correctionId));
  const others = article.corrections.filter(({ id }) => !shown.has(id));
  if (others.length === 0) return null;
  return (
    <>
      <h3>{t('correction.list')}</h3>
      <ul className="rows stacked">
        {others.map((correction) => (
          <li key={correction.id}>
            <CorrectionText correction={correction} />
            <CorrectedBy correction={correction} corrections={props.corrections} />
          </li>
        ))}
      </ul>
    </>
  );
}
