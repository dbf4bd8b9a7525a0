import { lazy, Suspense, useState, type ReactElement } from 'react';

import { Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';

const CalendarRange = lazy(async () => ({ default: (await import('./calendar-range.tsx')).CalendarRange }));

const SPANS = ['-24h', '-7d', '-30d', '-90d', '-1y', 'all'] as const;

/** Usual spans at a click; other dates in a calendar that is loaded when asked for. */
export function DateFilter(props: {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (change: { from: string | undefined; to: string | undefined }) => void;
}): ReactElement {
  const { t, date } = useText();
  const [open, setOpen] = useState(false);
  const isFixed = props.from !== undefined && /^\d{4}/.test(props.from);
  return (
    <section className="filter" aria-labelledby="filter-published">
      <h2 id="filter-published">{t('filter.published')}</h2>
      <div className="spans">
        {SPANS.map((span) => (
          <button
            key={span}
            type="button"
            aria-pressed={props.from === span && props.to === undefined}
            onClick={() => props.onChange({ from: props.from === span ? undefined : span, to: undefined })}
          >
            {t(`range.${span}`)}
          </button>
        ))}
      </div>
      <button type="button" className="dates" aria-expanded={open} onClick={() => setOpen(!open)}>
        {isFixed && props.from !== undefined
          ? t('range.fromTo', {
              from: date(props.from),
              to: props.to === undefined || !/^\d{4}/.test(props.to) ? t('range.now') : date(props.to),
            })
          : t('range.other')}
      </button>
      {open ? (
        <Suspense fallback={<Skeleton lines={6} />}>
          <CalendarRange
            from={props.from}
            to={props.to}
            onChange={(range) => {
              setOpen(false);
              props.onChange(range);
            }}
          />
        </Suspense>
      ) : null}
    </section>
  );
}
