import type { AlertRuleView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { useText } from '../../text/interface-text.tsx';

const WHEN = ['comes', 'hourly', 'daily', 'weekly'] as const;
const DAY_MS = 24 * 60 * 60_000;

/** When a rule sends, until when it is put off, which names it ignores, and what is wrong with it. */
export function RuleTiming(props: {
  readonly rule: AlertRuleView;
  readonly onChange: (change: unknown) => void;
}): ReactElement {
  const { t, time } = useText();
  const { rule, onChange } = props;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const snooze = rule.snooze === null || Date.parse(rule.snooze.until) < Date.now() ? null : rule.snooze;
  return (
    <>
      {rule.troubles.map((trouble) => (
        <p key={`${trouble.code} ${trouble.what}`} role="alert">
          {t(`alerts.trouble.${trouble.code}`, { what: trouble.what })}
        </p>
      ))}
      <p className="meta">
        <label>
          {t('alerts.when')}{' '}
          <select
            value={rule.timing?.when ?? 'comes'}
            onChange={(event) =>
              onChange({ timing: { ...(rule.timing ?? { timeZone }), when: event.target.value } })
            }
          >
            {WHEN.map((when) => (
              <option key={when} value={when}>
                {t(`alerts.when.${when}`)}
              </option>
            ))}
          </select>
        </label>
        {snooze === null ? (
          <button
            type="button"
            className="link"
            onClick={() => onChange({ snoozeUntil: new Date(Date.now() + DAY_MS).toISOString() })}
          >
            {t('alerts.snooze')}
          </button>
        ) : (
          <>
            <span>{t('alerts.snoozed', { time: time(snooze.until) })}</span>
            <button type="button" className="link" onClick={() => onChange({ snoozeUntil: null })}>
              {t('alerts.unsnooze')}
            </button>
          </>
        )}
        {rule.mutes
          .filter(({ undoneAt }) => undoneAt === undefined)
          .map(({ alias }) => (
            <button key={alias} type="button" className="link" onClick={() => onChange({ unmute: alias })}>
              {t('alerts.unmute', { alias })}
            </button>
          ))}
      </p>
    </>
  );
}
