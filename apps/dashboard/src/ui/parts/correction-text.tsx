import type { CorrectionView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { textAttributes, withoutDirectionControls } from '../text/direction.ts';
import { useText } from '../text/interface-text.tsx';
import { EntityName, StancePair, StancePill } from './stance-label.tsx';

type Said = Extract<CorrectionView['subject'], { about: 'stance' }>['was'];

/** What a correction says: before -> after, with the words that it is about. */
export function CorrectionText(props: { readonly correction: CorrectionView }): ReactElement {
  const { t } = useText();
  const { subject, article } = props.correction;
  if (subject.about === 'article') return <span className="tag">{t('correction.offTopic')}</span>;
  return (
    <>
      <span className="correction-sides">
        {subject.about === 'stance' ? (
          <>
            <SaidStance said={subject.was} {...props} />{' '}
            <span className="arrow" aria-hidden="true">
              ⇒
            </span>{' '}
            <SaidStance said={subject.says} {...props} />
          </>
        ) : (
          <>
            <SaidEntity id={subject.was} {...props} />{' '}
            <span className="arrow" aria-hidden="true">
              ⇒
            </span>{' '}
            <SaidEntity id={subject.says} {...props} />
          </>
        )}
      </span>
      <q {...textAttributes(article.language, article.direction)}>{withoutDirectionControls(subject.text)}</q>
    </>
  );
}

function SaidStance(props: { readonly said: Said; readonly correction: CorrectionView }): ReactElement {
  const { t } = useText();
  const { said, correction } = props;
  if (said === null) return <span className="muted">{t('correction.nothing')}</span>;
  return (
    <span>
      <StancePair holder={refOf(said.holder, correction)} target={refOf(said.target, correction)} />{' '}
      <StancePill label={said.label} />
    </span>
  );
}

function SaidEntity(props: {
  readonly id: string | null;
  readonly correction: CorrectionView;
}): ReactElement {
  const { t } = useText();
  if (props.id === null) return <span className="muted">{t('correction.nobodyKnown')}</span>;
  return <EntityName entity={refOf(props.id, props.correction)} />;
}

function refOf(id: string, correction: CorrectionView): CorrectionView['refs'][number] {
  return correction.refs.find((ref) => ref.id === id) ?? { id, type: 'unknown', label: id };
}
