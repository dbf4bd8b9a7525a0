import type { ReactElement } from 'react';

import { directionOf } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

const LANGUAGES = ['en', 'ru', 'fa', 'ps', 'ar', 'ur', 'tr', 'tg', 'uz'] as const;
const KINDS = ['label', 'alias', 'surname'] as const;

export interface GivenName {
  readonly language: string;
  readonly text: string;
  readonly kind: (typeof KINDS)[number];
}

/** A name with its language and use; written in the direction of its language. */
export function NameFields(props: {
  readonly value: GivenName;
  readonly onChange: (value: GivenName) => void;
}): ReactElement {
  const { t, languageName } = useText();
  const { value, onChange } = props;
  return (
    <>
      <label className="field">
        <span>{t('filter.language')}</span>
        <select
          value={value.language}
          onChange={(event) => onChange({ ...value, language: event.target.value })}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language}>
              {languageName(language)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('names.name')}</span>
        <input
          required
          maxLength={200}
          lang={value.language}
          dir={directionOf(value.language)}
          value={value.text}
          onChange={(event) => onChange({ ...value, text: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t('names.use')}</span>
        <select
          value={value.kind}
          onChange={(event) => {
            const kind = KINDS.find((one) => one === event.target.value);
            if (kind !== undefined) onChange({ ...value, kind });
          }}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`names.${kind}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
