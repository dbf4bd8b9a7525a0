import type { ReactElement } from 'react';

import { ModalDialog } from '../parts/modal-dialog.tsx';
import { useText } from '../text/interface-text.tsx';
import type { MessageKey } from '../text/messages.ts';

/** Every shortcut and what it does, for the dialog and the help page. */
export const SHORTCUTS: readonly (readonly [string, MessageKey])[] = [
  ['/', 'shortcuts.search'],
  ['Ctrl K', 'shortcuts.goTo'],
  ['g o', 'nav.overview'],
  ['g s', 'nav.search'],
  ['g t', 'nav.stance'],
  ['g e', 'nav.entities'],
  ['g a', 'nav.alerts'],
  ['j / k', 'shortcuts.step'],
  ['Enter, o', 'shortcuts.open'],
  ['v', 'shortcuts.original'],
  ['e', 'shortcuts.export'],
  ['c', 'shortcuts.copy'],
  ['f', 'shortcuts.filters'],
  ['.', 'shortcuts.loadNew'],
  ['n / p', 'shortcuts.matches'],
  ['[ / ]', 'shortcuts.results'],
  ['t', 'shortcuts.table'],
  ['?', 'shortcuts.list'],
  ['Esc', 'shortcuts.close'],
];

export function ShortcutTable(): ReactElement {
  const { t } = useText();
  return (
    <table className="shortcuts">
      <tbody>
        {SHORTCUTS.map(([keys, action]) => (
          <tr key={keys}>
            <th scope="row">
              <kbd dir="ltr">{keys}</kbd>
            </th>
            <td>{t(action)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ShortcutList(props: { readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  return (
    <ModalDialog title={t('shortcuts.title')} onClose={props.onClose}>
      <p className="muted">{t('shortcuts.note')}</p>
      <ShortcutTable />
    </ModalDialog>
  );
}
