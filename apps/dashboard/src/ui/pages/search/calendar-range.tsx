import {
  createCalendar,
  GregorianCalendar,
  parseDate,
  toCalendar,
  type CalendarDate,
  type DateValue,
} from '@internationalized/date';
import { useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components/Button';
import {
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
} from 'react-aria-components/Calendar';
import { Heading } from 'react-aria-components/Heading';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { RangeCalendar } from 'react-aria-components/RangeCalendar';

import { useText } from '../../text/interface-text.tsx';

function isoDay(value: string | undefined): CalendarDate | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0];
  return day === undefined ? null : parseDate(day);
}

function isoOf(day: DateValue): string {
  const { year, month, day: date } = toCalendar(day, new GregorianCalendar());
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Two days chosen in the reader's calendar; given back as Gregorian ISO, both days meant whole. */
export function CalendarRange(props: {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (range: { from: string; to: string }) => void;
}): ReactElement {
  const { t, locale } = useText();
  const start = isoDay(props.from);
  const end = isoDay(props.to);
  const [years, setYears] = useState<CalendarDate | null>(start);
  return (
    <I18nProvider locale={locale}>
      <RangeCalendar
        aria-label={t('filter.published')}
        className="calendar"
        createCalendar={createCalendar}
        {...(start === null ? {} : { defaultValue: { start, end: end ?? start } })}
        {...(years === null ? {} : { focusedValue: years })}
        onFocusChange={setYears}
        onChange={(range) => props.onChange({ from: isoOf(range.start), to: isoOf(range.end) })}
      >
        <header>
          <Button slot="previous" aria-label={t('calendar.previous')}>
            <span className="mirror">‹</span>
          </Button>
          <Heading />
          <Button slot="next" aria-label={t('calendar.next')}>
            <span className="mirror">›</span>
          </Button>
        </header>
        <CalendarGrid>
          <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
          <CalendarGridBody>{(day) => <CalendarCell date={day} />}</CalendarGridBody>
        </CalendarGrid>
      </RangeCalendar>
    </I18nProvider>
  );
}
