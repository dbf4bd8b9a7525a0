import type { ReactElement } from 'react';

import { useText, type InterfaceText } from '../text/interface-text.tsx';

/** A time in which nothing could be collected; open: still. */
export interface ChartGap {
  readonly beganAt: string;
  readonly endedAt: string | null;
}

interface Bucket {
  readonly start: string;
}

const MOST_GAPS_TOLD = 5;

function gapText(gap: ChartGap, text: InterfaceText): string {
  const from = text.time(gap.beganAt);
  return gap.endedAt === null
    ? text.t('chart.gap.open', { from })
    : text.t('chart.gap', { from, to: text.time(gap.endedAt) });
}

/** The gaps in words, the last ones: what the grey bands say. */
export function GapList(props: { readonly gaps: readonly ChartGap[] }): ReactElement | null {
  const text = useText();
  if (props.gaps.length === 0) return null;
  return (
    <>
      <p>{text.t('chart.gaps')}</p>
      <ul className="rows">
        {props.gaps
          .slice(-MOST_GAPS_TOLD)
          .toReversed()
          .map((gap) => (
            <li key={gap.beganAt}>{gapText(gap, text)}</li>
          ))}
      </ul>
    </>
  );
}

/** Where a gap lies, in buckets from the first; null where the chart does not reach. */
function bandOf(gap: ChartGap, buckets: readonly Bucket[]): { from: number; to: number } | null {
  const starts = buckets.map(({ start }) => Date.parse(start));
  const first = starts[0];
  const last = starts.at(-1);
  if (first === undefined || last === undefined) return null;
  // The last bucket is taken to be as long as the one before it.
  const end = last + (starts.length > 1 ? last - (starts.at(-2) ?? last) : 24 * 3_600_000);
  const began = Date.parse(gap.beganAt);
  const ended = gap.endedAt === null ? end : Date.parse(gap.endedAt);
  if (ended <= first || began >= end) return null;
  const placeOf = (at: number): number => {
    const index = starts.findLastIndex((start) => start <= at);
    if (index < 0) return 0;
    const start = starts[index] ?? first;
    const next = starts[index + 1] ?? end;
    return Math.min(starts.length, index + (at - start) / Math.max(1, next - start));
  };
  return { from: placeOf(began), to: placeOf(ended) };
}

/** Grey bands where nothing could be collected: no articles there is no silence. */
export function GapBands(props: {
  readonly gaps: readonly ChartGap[];
  readonly buckets: readonly Bucket[];
  readonly width: number;
  readonly height: number;
}): ReactElement {
  const text = useText();
  const step = props.width / props.buckets.length;
  return (
    <>
      {props.gaps.flatMap((gap) => {
        const band = bandOf(gap, props.buckets);
        if (band === null) return [];
        return [
          <rect
            key={gap.beganAt}
            className="not-collected"
            x={step * band.from}
            width={Math.max(3, step * (band.to - band.from))}
            height={props.height}
          >
            <title>{gapText(gap, text)}</title>
          </rect>,
        ];
      })}
    </>
  );
}
