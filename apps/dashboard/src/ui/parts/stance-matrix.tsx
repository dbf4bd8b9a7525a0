import type { EntityRef, StanceMatrix } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { useText } from '../text/interface-text.tsx';
import { EntityName } from './stance-label.tsx';
import { TableScroll } from './table-scroll.tsx';

type Cell = StanceMatrix['cells'][number];

function statements(cell: Cell): number {
  return cell.favor + cell.against + cell.neutral + cell.unclear;
}

/** Entities by number of statements, most first. */
function ranked(cells: readonly Cell[], side: 'holder' | 'target', most: number): readonly EntityRef[] {
  const counts = new Map<string, { entity: EntityRef; count: number }>();
  for (const cell of cells) {
    const entity = cell[side];
    const known = counts.get(entity.id);
    counts.set(entity.id, { entity, count: (known?.count ?? 0) + statements(cell) });
  }
  return [...counts.values()]
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ entity }) => entity);
}

function tone(cell: Cell): string {
  if (cell.few) return 'few';
  if (Math.abs(cell.mean) < 0.1) return 'even';
  const strength = Math.abs(cell.mean) > 0.5 ? 'strong' : 'weak';
  return `${cell.mean > 0 ? 'favor' : 'against'} ${strength}`;
}

/** Who stands how to whom: rows hold, columns are stood towards; each cell opens its statements. */
export function StanceMatrixTable(props: {
  readonly matrix: StanceMatrix;
  readonly holders: number;
  readonly targets: number;
  readonly label: string;
  readonly range: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly dup?: 'all' | undefined;
  };
}): ReactElement {
  const { t, signed } = useText();
  const { cells } = props.matrix;
  const holders = ranked(cells, 'holder', props.holders);
  const targets = ranked(cells, 'target', props.targets);
  const byPair = new Map(cells.map((cell) => [`${cell.holder.id}>${cell.target.id}`, cell]));
  if (cells.length === 0) return <p className="muted pad">{t('matrix.empty')}</p>;
  return (
    <TableScroll label={props.label}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{t('matrix.corner')}</th>
            {targets.map((target) => (
              <th key={target.id} scope="col">
                <EntityName entity={target} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {holders.map((holder) => (
            <tr key={holder.id}>
              <th scope="row">
                <EntityName entity={holder} />
              </th>
              {targets.map((target) => {
                const cell = byPair.get(`${holder.id}>${target.id}`);
                if (cell === undefined) return <td key={target.id} className="none" />;
                return (
                  <td key={target.id} className={tone(cell)}>
                    <Link
                      to="/stance"
                      search={{ ...props.range, holder: holder.id, target: target.id, view: 'statements' }}
                    >
                      <bdi>
                        <strong>{signed(cell.mean)}</strong>
                      </bdi>{' '}
                      <small>{t('matrix.n', { count: statements(cell) })}</small>
                      {cell.few ? <small> {t('matrix.few')}</small> : null}
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
