import type { Range } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { useText } from '../text/interface-text.tsx';

/** Says when the usual range held nothing and the dates of the data were taken instead. */
export function RangeNotice(props: { readonly range: Range | undefined }): ReactElement | null {
  const { t, date } = useText();
  const { range } = props;
  if (range === undefined || !range.defaulted || range.data === null) return null;
  return (
    <p className="notice" role="note">
      {t('range.defaulted', { from: date(range.data.first), to: date(range.data.last) })}
    </p>
  );
}

/** The dates that a page shows, in words. */
export function RangeText(props: { readonly range: Range | undefined }): ReactElement | null {
  const { t, date } = useText();
  const from = props.range?.from ?? props.range?.data?.first;
  const to = props.range?.to ?? props.range?.data?.last;
  if (from === undefined || to === undefined) return null;
  return <bdi>{t('range.fromTo', { from: date(from), to: date(to) })}</bdi>;
}
