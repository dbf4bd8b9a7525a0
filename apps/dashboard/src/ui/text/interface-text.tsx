import { createContext, use, useMemo, type ReactElement, type ReactNode } from 'react';

import type { InterfaceLanguage, Settings } from '../settings/settings.ts';
import { directionOf, isolated } from './direction.ts';
import { formatsOf, type Formats } from './formats.ts';
import { fillIn, type MessageKey, type Messages } from './messages.ts';

type MessageValues = Readonly<Record<string, string | number>>;

export interface InterfaceText extends Formats {
  readonly language: InterfaceLanguage;
  readonly direction: 'ltr' | 'rtl';
  /** The message with its values set in: numbers formatted, everything isolated for direction; `count` chooses the plural form. */
  readonly t: (key: MessageKey, values?: MessageValues) => string;
}

/** Text functions of one language under the settings. */
export function interfaceText(messages: Messages, settings: Settings): InterfaceText {
  const formats = formatsOf(settings);
  return {
    ...formats,
    language: settings.language,
    direction: directionOf(settings.language) === 'rtl' ? 'rtl' : 'ltr',
    t(key, values = {}) {
      const { count } = values;
      const shown = Object.entries(values).map(([name, value]) => [
        name === 'count' ? 'n' : name,
        isolated(typeof value === 'number' ? formats.number(value) : value),
      ]);
      return fillIn(
        messages.pattern(key, typeof count === 'number' ? count : undefined),
        Object.fromEntries(shown),
      );
    },
  };
}

const TextContext = createContext<InterfaceText | null>(null);

export function InterfaceTextProvider(props: {
  readonly messages: Messages;
  readonly settings: Settings;
  readonly children: ReactNode;
}): ReactElement {
  const text = useMemo(() => interfaceText(props.messages, props.settings), [props.messages, props.settings]);
  return <TextContext value={text}>{props.children}</TextContext>;
}

/** Messages, numbers and dates in the language of the interface. */
export function useText(): InterfaceText {
  const text = use(TextContext);
  if (text === null) throw new Error('useText outside InterfaceTextProvider');
  return text;
}
