import type { ReactElement } from 'react';

import { useText } from '../text/interface-text.tsx';

const RANGES = ['-7d', '-30d', '-90d', '-1y', 'all'] as const;

/** The usual spans of time as a row of buttons; `undefined` is the default of 30 days. */
export function RangeChoice(props: {
  readonly value: string | undefined;
  readonly onChange: (range: string | undefined) => void;
}): ReactElement {
  const { t } = useText();
  return (
    <div className="segmented" role="group" aria-label={t('range.label')}>
      {RANGES.map((range) => (
        <button
          key={range}
          type="button"
          aria-pressed={props.value === range}
          onClick={() => props.onChange(props.value === range ? undefined : range)}
        >
          {t(`range.${range}`)}
        </button>
      ))}
    </div>
  );
}
