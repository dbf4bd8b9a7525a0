import type { ReactElement } from 'react';

import { useSettings } from '../settings/localised.tsx';
import { CALENDARS, DENSITIES, DIGITS, INTERFACE_LANGUAGES, THEMES } from '../settings/settings.ts';
import { textAttributes } from '../text/direction.ts';
import { useText } from '../text/interface-text.tsx';
import type { MessageKey } from '../text/messages.ts';

const OWN_NAMES = { en: 'English', ru: 'Русский', 'fa-AF': 'دری', ps: 'پښتو', ar: 'العربية' } as const;

const TIME_ZONES = [
  'system',
  'UTC',
  'Asia/Kabul',
  'Europe/Moscow',
  'Asia/Tehran',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Tashkent',
  'Asia/Dushanbe',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
] as const;

interface Choice<T extends string> {
  readonly label: MessageKey;
  readonly value: T;
  readonly options: readonly T[];
  readonly name: (option: T) => string;
  readonly onChange: (value: T) => void;
}

function Select<T extends string>(props: Choice<T>): ReactElement {
  const { t } = useText();
  return (
    <label className="field">
      <span>{t(props.label)}</span>
      <select
        value={props.value}
        onChange={(event) => {
          const chosen = props.options.find((option) => option === event.target.value);
          if (chosen !== undefined) props.onChange(chosen);
        }}
      >
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.name(option)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Language, calendar, digits, time zone, theme, density and shortcuts: each for itself. */
export function SettingsPanel(props: { readonly id: string }): ReactElement {
  const { t } = useText();
  const [settings, change] = useSettings();
  return (
    <div id={props.id} popover="auto" className="settings" role="dialog" aria-label={t('settings.title')}>
      <fieldset className="languages">
        <legend>{t('settings.language')}</legend>
        {INTERFACE_LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            aria-pressed={settings.language === language}
            onClick={() => change({ language })}
            {...textAttributes(language)}
          >
            {OWN_NAMES[language]}
          </button>
        ))}
      </fieldset>
      <Select
        label="settings.calendar"
        value={settings.calendar}
        options={CALENDARS}
        name={(option) => t(`settings.calendar.${option}`)}
        onChange={(calendar) => change({ calendar })}
      />
      <Select
        label="settings.digits"
        value={settings.digits}
        options={DIGITS}
        name={(option) => t(`settings.digits.${option}`)}
        onChange={(digits) => change({ digits })}
      />
      <Select
        label="settings.timeZone"
        value={settings.timeZone}
        options={
          TIME_ZONES.some((zone) => zone === settings.timeZone)
            ? TIME_ZONES
            : [...TIME_ZONES, settings.timeZone]
        }
        name={(option) => (option === 'system' ? t('settings.timeZone.system') : option)}
        onChange={(timeZone) => change({ timeZone })}
      />
      <Select
        label="settings.theme"
        value={settings.theme}
        options={THEMES}
        name={(option) => t(`settings.theme.${option}`)}
        onChange={(theme) => change({ theme })}
      />
      <Select
        label="settings.density"
        value={settings.density}
        options={DENSITIES}
        name={(option) => t(`settings.density.${option}`)}
        onChange={(density) => change({ density })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={settings.shortcuts}
          onChange={(event) => change({ shortcuts: event.target.checked })}
        />
        {t('settings.shortcuts')}
      </label>
    </div>
  );
}
