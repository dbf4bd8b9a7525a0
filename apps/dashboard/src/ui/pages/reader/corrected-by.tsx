import type { CorrectionView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { useText } from '../../text/interface-text.tsx';
import type { Corrections } from '../../use-corrections.ts';

/** Who corrected it and when, with the way back. */
export function CorrectedBy(props: {
  readonly correction: CorrectionView;
  readonly corrections: Corrections;
}): ReactElement {
  const { t, time } = useText();
  const { id, byName, at, note } = props.correction;
  return (
    <p className="meta corrected">
      <span className="tag">{t('correction.by', { name: byName, date: time(at) })}</span>
      {note === '' ? null : <bdi>{note}</bdi>}
      <button type="button" className="link" onClick={() => void props.corrections.undo(id)}>
        {t('correction.undo')}
      </button>
    </p>
  );
}
