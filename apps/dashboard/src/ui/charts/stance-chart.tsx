import type { StanceTimeline } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import { useId, type ReactElement, type ReactNode } from 'react';

import { useText, type InterfaceText } from '../text/interface-text.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { tickIndexes } from './tick-indexes.ts';
import { useChartFocus } from './use-chart-focus.ts';
import { useWidth } from './use-width.ts';

type StanceBucket = StanceTimeline['buckets'][number];

/** Generous width of a letter of the labels, in px: they are set in 12 px. */
const LETTER = 7.5;

const MARGIN = { top: 12, right: 12, bottom: 46, left: 46 };

function total(bucket: StanceBucket): number {
  return bucket.favor + bucket.against + bucket.neutral + bucket.unclear;
}

function reading(bucket: StanceBucket, timeline: StanceTimeline, text: InterfaceText): string {
  return text.t('chart.stance.reading', {
    date: text.bucketLabel(bucket.start, timeline.bucket),
    favor: bucket.favor,
    against: bucket.against,
    other: bucket.neutral + bucket.unclear,
  });
}

function summary(timeline: StanceTimeline, text: InterfaceText): string {
  const first = timeline.buckets.at(0);
  const last = timeline.buckets.at(-1);
  if (first === undefined || last === undefined) return text.t('chart.empty');
  return text.t('chart.stance.summary', {
    from: text.bucketLabel(first.start, timeline.bucket),
    to: text.bucketLabel(last.start, timeline.bucket),
    favor: timeline.buckets.reduce((sum, bucket) => sum + bucket.favor, 0),
    against: timeline.buckets.reduce((sum, bucket) => sum + bucket.against, 0),
  });
}

/** Statements over time: positive upwards, negative downwards and hatched, the number of statements under each bar. */
export function StanceChart(props: {
  readonly title: string;
  readonly timeline: StanceTimeline;
  readonly net?: boolean;
  readonly height?: number;
  readonly controls?: ReactNode;
  readonly onOpen?: (from: string, to: string | undefined) => void;
}): ReactElement {
  const text = useText();
  const { timeline } = props;
  const withEvidence =
    timeline.note.statements === 0 ? 0 : timeline.note.withEvidence / timeline.note.statements;
  return (
    <ChartFrame
      title={props.title}
      name="stance"
      controls={props.controls}
      table={{
        head: [
          text.t('chart.when'),
          text.t('stance.favor'),
          text.t('stance.against'),
          text.t('stance.neutral'),
          text.t('stance.unclear'),
        ],
        rows: timeline.buckets.map((bucket) => [
          text.bucketLabel(bucket.start, timeline.bucket),
          text.number(bucket.favor),
          text.number(bucket.against),
          text.number(bucket.neutral),
          text.number(bucket.unclear),
        ]),
        csv: timeline.buckets.map((bucket) => [
          bucket.start,
          bucket.favor,
          bucket.against,
          bucket.neutral,
          bucket.unclear,
        ]),
      }}
      note={
        <p>
          <span className="key favor" /> {text.t('stance.favor')} <span className="key against" />{' '}
          {text.t('chart.stance.negativeHatched')} ·{' '}
          {text.t('chart.stance.note', {
            count: timeline.note.statements,
            evidence: text.share(withEvidence),
            version: timeline.note.version,
          })}{' '}
          <Link to="/help/method">{text.t('help.method')}</Link>
        </p>
      }
    >
      {timeline.buckets.every((bucket) => total(bucket) === 0) ? (
        <p className="muted pad">{text.t('chart.stance.empty')}</p>
      ) : (
        <StanceDrawing
          timeline={timeline}
          net={props.net === true}
          height={props.height ?? 210}
          onOpen={props.onOpen}
        />
      )}
    </ChartFrame>
  );
}

/** Indexes of the labels that can stand beside one another, centred `step` px apart; the longest, which count the most, come first. */
export function labelsWithRoom(labels: readonly string[], step: number): ReadonlySet<number> {
  const roomy = new Set<number>();
  const order = labels.map((label, index) => ({ index, length: label.length }));
  for (const { index, length } of order.toSorted((a, b) => b.length - a.length)) {
    const isFree = [...roomy].every((other) => {
      const needed = ((length + (labels[other]?.length ?? 0)) / 2 + 0.5) * LETTER;
      return Math.abs(index - other) * step >= needed;
    });
    if (length > 0 && isFree) roomy.add(index);
  }
  return roomy;
}

function StanceDrawing(props: {
  readonly timeline: StanceTimeline;
  readonly net: boolean;
  readonly height: number;
  readonly onOpen: ((from: string, to: string | undefined) => void) | undefined;
}): ReactElement {
  const text = useText();
  const [box, width] = useWidth(640);
  const hatch = useId();
  const { buckets } = props.timeline;
  const inner = {
    width: width - MARGIN.left - MARGIN.right,
    height: props.height - MARGIN.top - MARGIN.bottom,
  };
  const step = inner.width / buckets.length;
  const up = Math.max(1, ...buckets.map((bucket) => bucket.favor));
  const down = Math.max(1, ...buckets.map((bucket) => bucket.against));
  const y = scaleLinear({ domain: [-down, up], range: [inner.height, 0], nice: 4 });
  const zero = y(0);
  const bar = Math.max(2, Math.min(48, step * 0.72));
  const left = (index: number): number => step * (index + 0.5) - bar / 2;
  const open = (first: number, last: number): void => {
    const begin = buckets[first];
    if (begin !== undefined) props.onOpen?.(begin.start, buckets[last + 1]?.start);
  };
  const focus = useChartFocus({
    count: buckets.length,
    indexAt: (x) => Math.floor((x - MARGIN.left) / step),
    onOpen: (index) => open(index, index),
    onRange: open,
  });
  const focused = focus.index === null ? undefined : buckets[focus.index];
  const labels = buckets.map((bucket) => (total(bucket) > 0 ? `n=${text.number(total(bucket))}` : ''));
  const roomy = labelsWithRoom(labels, step);
  const ticks = tickIndexes(buckets.length, Math.max(2, Math.floor(inner.width / 80)));

  return (
    <div ref={box} className="chart-box">
      <svg
        className="chart"
        width={width}
        height={props.height}
        role="img"
        aria-label={`${summary(props.timeline, text)} ${text.t('chart.howToRead')}`}
        tabIndex={0}
        {...focus.handlers}
      >
        <defs>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(-45)"
          >
            <rect width="6" height="6" className="against-fill" />
            <line y2="6" className="against-hatch" />
          </pattern>
        </defs>
        <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
          {buckets.map((bucket, index) => (
            <g key={bucket.start}>
              {focus.index === index ||
              (focus.range !== null && index >= focus.range[0] && index <= focus.range[1]) ? (
                <rect className="selection" x={step * index} width={step} height={inner.height} />
              ) : null}
              <rect
                className="favor-fill"
                x={left(index)}
                width={bar}
                y={y(bucket.favor)}
                height={zero - y(bucket.favor)}
              />
              <rect
                x={left(index)}
                width={bar}
                y={zero}
                height={y(-bucket.against) - zero}
                fill={`url(#${hatch})`}
                className="against-outline"
              />
              {props.net && total(bucket) > 0 ? (
                <line
                  className="net"
                  x1={left(index) - 2}
                  x2={left(index) + bar + 2}
                  y1={y(bucket.favor - bucket.against)}
                  y2={y(bucket.favor - bucket.against)}
                />
              ) : null}
              {roomy.has(index) ? (
                <text className="count" x={step * (index + 0.5)} y={inner.height + 40} textAnchor="middle">
                  {labels[index]}
                </text>
              ) : null}
            </g>
          ))}
          <line className="zero" x2={inner.width} y1={zero} y2={zero} />
          <AxisLeft
            scale={y}
            tickValues={y.ticks(4).filter((value) => Number.isInteger(value))}
            hideAxisLine
            hideTicks
            tickFormat={(value) => text.number(Math.abs(Number(value)))}
            axisClassName="axis"
          />
          <AxisBottom
            top={inner.height}
            scale={scaleLinear({ domain: [0, buckets.length], range: [0, inner.width] })}
            tickValues={ticks.map((index) => index + 0.5)}
            tickFormat={(value) =>
              text.axisLabel(buckets[Math.floor(Number(value))]?.start ?? '', props.timeline.bucket)
            }
            axisClassName="axis"
          />
        </g>
      </svg>
      <p className="reading" aria-live="polite">
        {focused === undefined ? text.t('chart.stance.hint') : reading(focused, props.timeline, text)}
      </p>
    </div>
  );
}
