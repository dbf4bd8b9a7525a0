import type { Overview } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { useText } from '../../text/interface-text.tsx';

/** Which pair the charts below show: the most frequent ones of the range, or the one of the address. */
export function PairChoice(props: {
  readonly pairs: Overview['pairs'];
  readonly holder: string;
  readonly target: string;
  readonly onChange: (pair: { holder: string; target: string }) => void;
}): ReactElement {
  const { t } = useText();
  const chosen = `${props.holder}>${props.target}`;
  const isListed = props.pairs.some((pair) => `${pair.holder.id}>${pair.target.id}` === chosen);
  return (
    <label className="field inline pair-choice">
      <span>{t('overview.pair')}</span>
      <select
        value={chosen}
        onChange={(event) => {
          const [holder, target] = event.target.value.split('>');
          if (holder !== undefined && target !== undefined) props.onChange({ holder, target });
        }}
      >
        {isListed ? null : <option value={chosen}>{chosen}</option>}
        {props.pairs.map((pair) => (
          <option key={`${pair.holder.id}>${pair.target.id}`} value={`${pair.holder.id}>${pair.target.id}`}>
            {t('overview.pairOption', {
              holder: pair.holder.label,
              target: pair.target.label,
              favor: pair.favor,
              against: pair.against,
            })}
          </option>
        ))}
      </select>
    </label>
  );
}
