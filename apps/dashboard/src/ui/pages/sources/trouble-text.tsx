import type { OutletView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { type InterfaceText, useText } from '../../text/interface-text.tsx';

type Told = Pick<OutletView, 'code' | 'values' | 'since' | 'reason'>;

/** Why a source is not well, in the language of the page, and since when; nothing where it is. */
export function TroubleText(props: { readonly outlet: Told }): ReactElement | null {
  const { t, time } = useText();
  const text = useText();
  const { code, reason, since } = props.outlet;
  if (code === null)
    return reason === null ? null : (
      <div className="muted" dir="auto">
        {reason}
      </div>
    );
  return (
    <div className="muted">
      {troubleWords(props.outlet, text)} {since === null ? null : t('trouble.since', { date: time(since) })}
    </div>
  );
}

function troubleWords({ code, values }: Told, text: InterfaceText): string {
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      code === 'language-changed' && typeof value === 'string' ? text.languageName(value) : value,
    ]),
  );
  return code === null ? '' : text.t(`trouble.${code}`, shown);
}
