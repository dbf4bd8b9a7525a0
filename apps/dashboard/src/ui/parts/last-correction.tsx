import { X } from 'lucide-react';
import type { ReactElement } from 'react';

import { Failure } from '../shell/page-states.tsx';
import { useText } from '../text/interface-text.tsx';
import type { Corrections } from '../use-corrections.ts';

/** What was just corrected, said aloud, until it is closed: nobody has to be quick to take it back. */
export function LastCorrectionLine(props: { readonly corrections: Corrections }): ReactElement {
  const { t } = useText();
  const { last, undo, forget } = props.corrections;
  return (
    <div className="toast" role="status" hidden={last === null}>
      {last?.kind === 'saved' ? (
        <>
          {t('correction.saved')}{' '}
          <button type="button" data-undo onClick={() => void undo(last.correction.id)}>
            {t('correction.undo')}
          </button>
        </>
      ) : null}
      {last?.kind === 'undone' ? t('correction.wasUndone') : null}
      {last?.kind === 'failed' ? <Failure error={last.error} /> : null}
      <button type="button" className="quiet icon" onClick={forget}>
        <X aria-hidden size={16} />
        <span className="hidden">{t('banner.dismiss')}</span>
      </button>
    </div>
  );
}
