import type { StanceShift, StanceShifts, Statement } from '@khabar/api/schemas';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ReactElement } from 'react';

import { MarkedText, sentenceOf } from '../../parts/marked-text.tsx';
import { StancePair } from '../../parts/stance-label.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

function Side(props: {
  readonly mean: number;
  readonly statements: number;
  readonly example: Statement;
  readonly when: string;
}): ReactElement {
  const { t, signed } = useText();
  const tone = props.mean > 0 ? 'favor' : 'against';
  return (
    <div className="shift-side">
      <p className="meta">
        <span className={`pill ${tone}`}>
          <bdi>{signed(props.mean)}</bdi> {t(`stance.${tone}`)}
        </span>
        <span>{props.when}</span>
        <span>{t('matrix.n', { count: props.statements })}</span>
      </p>
      <blockquote className={tone} {...textAttributes(props.example.language, props.example.direction)}>
        <Link to="/articles/$id" params={{ id: props.example.articleId }} search={{ ev: props.example.id }}>
          <MarkedText marked={sentenceOf(props.example)} />
        </Link>
      </blockquote>
    </div>
  );
}

/** Who changed, when, and a sentence from before and after. */
export function ShiftList(props: { readonly query: UseQueryResult<StanceShifts> }): ReactElement {
  const { t } = useText();
  return (
    <section className="panel" aria-labelledby="overview-shifts">
      <div className="panel-head">
        <h2 id="overview-shifts">{t('overview.whoChanged')}</h2>
      </div>
      <Loaded query={props.query} lines={4}>
        {({ items }) =>
          items.length === 0 ? <p className="muted">{t('overview.noShifts')}</p> : <Shifts items={items} />
        }
      </Loaded>
    </section>
  );
}

/** `author` and `critics` are many voices; who can be named comes first. */
function named(shift: StanceShift): number {
  return shift.holder.id.includes(':') ? 0 : 1;
}

function Shifts(props: { readonly items: readonly StanceShift[] }): ReactElement {
  const { t, date } = useText();
  return (
    <ol className="shifts">
      {props.items
        .toSorted((a, b) => named(a) - named(b))
        .slice(0, 5)
        .map((shift) => (
          <li key={`${shift.holder.id}>${shift.target.id}`}>
            <h3>
              <StancePair holder={shift.holder} target={shift.target} link />{' '}
              <Link
                className="when"
                to="/stance"
                search={{ holder: shift.holder.id, target: shift.target.id, from: 'all', view: 'statements' }}
              >
                {t('overview.changedOn', { date: date(shift.at) })}
              </Link>
            </h3>
            <div className="shift-sides">
              <Side {...shift.before} when={t('overview.before')} />
              <ArrowRight className="mirror" aria-hidden size={20} />
              <Side {...shift.after} when={t('overview.after')} />
            </div>
          </li>
        ))}
    </ol>
  );
}
