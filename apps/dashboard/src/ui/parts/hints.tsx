import type { Hint } from '@khabar/api/schemas';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';

import { useText } from '../text/interface-text.tsx';
import type { MessageKey } from '../text/messages.ts';
import { QueryText } from './query-text.tsx';

const WORDS: Readonly<Record<string, MessageKey>> = {
  'unclosed-paren': 'hint.unclosedParen',
  'unclosed-quote': 'hint.unclosedQuote',
  'stray-close': 'hint.strayClose',
  'dangling-operator': 'hint.danglingOperator',
  'lowercase-operator': 'hint.lowercaseOperator',
  'unknown-field': 'hint.unknownField',
  'ignored-char': 'hint.ignoredChar',
  'only-negative': 'hint.onlyNegative',
  'too-long': 'hint.tooLong',
};

/** What the query was understood in spite of, each with its repair. */
export function Hints(props: {
  readonly hints: readonly Hint[];
  readonly query: string;
  readonly onRepair: (query: string) => void;
}): ReactElement | null {
  const { t } = useText();
  // `from=all` is the page's word for no limit.
  const hints = props.hints.filter(
    ({ code, message }) => !(code === 'bad-date' && message.startsWith('from=all ')),
  );
  if (hints.length === 0) return null;
  return (
    <ul className="hints" aria-label={t('hint.title')}>
      {hints.map((hint) => {
        const known = WORDS[hint.code];
        const { repair } = hint;
        const piece = hint.start === undefined ? '' : props.query.slice(hint.start, hint.end);
        return (
          <li key={`${hint.code}-${hint.start ?? hint.parameter ?? hint.message}`}>
            <TriangleAlert aria-hidden size={14} />{' '}
            {known === undefined ? <bdi>{hint.message}</bdi> : t(known, { piece })}{' '}
            {repair === undefined ? null : (
              <button type="button" className="link" onClick={() => props.onRepair(repair.query)}>
                {t('hint.repair')} <QueryText query={repair.query} />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
