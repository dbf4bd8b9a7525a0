import type { ArticleList, Chip } from '@khabar/api/schemas';
import { useState, type ReactElement } from 'react';

import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** A piece that can be looked at alone: focus or hover counts what it matches by itself. */
function CountedChip(props: {
  readonly chip: Chip;
  readonly query: string;
  readonly filters: Readonly<Record<string, string | undefined>>;
}): ReactElement {
  const { t } = useText();
  const [asked, setAsked] = useState(false);
  const { data } = useApi<ArticleList>(
    asked ? '/articles' : null,
    { ...props.filters, q: props.query, size: 1 },
    { keep: false },
  );
  const ask = (): void => setAsked(true);
  return (
    <button
      type="button"
      className={`chip ${props.chip.kind}`}
      onPointerEnter={ask}
      onFocus={ask}
      onClick={ask}
    >
      <bdi>{props.chip.text}</bdi>
      {data === undefined ? null : <small> {t('understood.alone', { count: data.total })}</small>}
    </button>
  );
}

function OperatorChip(props: { readonly chip: Chip }): ReactElement {
  const { t } = useText();
  const { kind, text } = props.chip;
  const written = text.toLowerCase();
  if (kind === 'operator' && (written === 'and' || written === 'or')) {
    return <span className="chip operator">{t(written === 'and' ? 'understood.and' : 'understood.or')}</span>;
  }
  if (kind === 'not') return <span className="chip not">{t('understood.not')}</span>;
  return (
    <span className={`chip ${kind}`}>
      <bdi>{text}</bdi>
    </span>
  );
}

/** The reading of the query as chips, each isolated for direction. */
export function Understood(props: {
  readonly chips: readonly Chip[];
  readonly filters: Readonly<Record<string, string | undefined>>;
}): ReactElement | null {
  const { t } = useText();
  if (props.chips.length === 0) return null;
  return (
    <p className="understood">
      <span className="muted">{t('understood.title')}</span>{' '}
      {props.chips.map((chip, index) => {
        const key = `${index}-${chip.text}`;
        return chip.query === undefined ? (
          <OperatorChip key={key} chip={chip} />
        ) : (
          <CountedChip key={key} chip={chip} query={chip.query} filters={props.filters} />
        );
      })}
    </p>
  );
}
