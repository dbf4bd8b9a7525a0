import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';

import { useText } from '../text/interface-text.tsx';

/** A native modal dialog: focus stays inside, Esc closes, and the focus goes back to where it was. */
export function ModalDialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}): ReactElement {
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) {
      shown.showModal();
      // Opening puts the focus on the first button, which is the one that closes.
      shown.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    }
    return () => {
      shown?.close();
    };
  }, []);
  // The event comes a moment later; by then the dialog may have been opened again.
  const closed = (): void => {
    if (dialog.current?.open !== true) props.onClose();
  };
  return (
    <dialog
      ref={dialog}
      className={props.wide === true ? 'wide-dialog' : ''}
      aria-labelledby={heading}
      onClose={closed}
    >
      <div className="panel-head">
        <h2 id={heading}>{props.title}</h2>
        <button type="button" className="quiet icon" onClick={() => dialog.current?.close()}>
          <X aria-hidden size={18} />
          <span className="hidden">{t('dialog.close')}</span>
        </button>
      </div>
      {props.children}
    </dialog>
  );
}
