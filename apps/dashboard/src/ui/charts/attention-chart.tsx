import type { Timeline } from '@khabar/api/schemas';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import { AreaClosed, LinePath } from '@visx/shape';
import { useId, type ReactElement, type ReactNode } from 'react';

import { useText, type InterfaceText } from '../text/interface-text.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { type ChartGap, GapBands, GapList } from './collection-gaps.tsx';
import { tickIndexes } from './tick-indexes.ts';
import { useChartFocus } from './use-chart-focus.ts';
import { useWidth } from './use-width.ts';

type AttentionBucket = Timeline['buckets'][number];
export type Scale = 'share' | 'count';

/** Share, unless most buckets hold too little for a share to mean anything. */
function usualScale(timeline: Timeline): Scale {
  const filled = timeline.buckets.filter(({ collected }) => collected > 0);
  return filled.filter(({ fewData }) => fewData).length > filled.length / 2 ? 'count' : 'share';
}

const HEIGHT = 210;
const MARGIN = { top: 12, right: 12, bottom: 28, left: 46 };

function valueOf(bucket: AttentionBucket, scale: Scale): number {
  return scale === 'share' ? (bucket.share ?? 0) : bucket.matching;
}

function reading(bucket: AttentionBucket, timeline: Timeline, text: InterfaceText): string {
  const date = text.bucketLabel(bucket.start, timeline.bucket);
  if (bucket.collected === 0) return text.t('chart.attention.nothing', { date });
  const values = {
    date,
    matching: bucket.matching,
    collected: bucket.collected,
    share: text.share(bucket.share ?? 0),
  };
  const sentence = text.t('chart.attention.reading', values);
  return bucket.fewData ? `${sentence} ${text.t('chart.fewData')}` : sentence;
}

function summary(timeline: Timeline, scale: Scale, text: InterfaceText): string {
  const first = timeline.buckets.at(0);
  const last = timeline.buckets.at(-1);
  if (first === undefined || last === undefined) return text.t('chart.empty');
  const peak = timeline.buckets.reduce(
    (best, bucket) => (valueOf(bucket, scale) > valueOf(best, scale) ? bucket : best),
    first,
  );
  return text.t('chart.attention.summary', {
    from: text.bucketLabel(first.start, timeline.bucket),
    to: text.bucketLabel(last.start, timeline.bucket),
    peak: text.bucketLabel(peak.start, timeline.bucket),
    value: scale === 'share' ? text.share(peak.share ?? 0) : text.number(peak.matching),
  });
}

/** Attention over time as share of what was collected, or as a count. Buckets are UTC and drawn left to right on every page. */
export function AttentionChart(props: {
  readonly title: string;
  readonly timeline: Timeline;
  readonly scale?: Scale | undefined;
  readonly onScale?: (scale: Scale) => void;
  readonly onRange?: (from: string, to: string | undefined) => void;
  readonly onClear?: () => void;
  readonly controls?: ReactNode;
  readonly gaps?: readonly ChartGap[];
}): ReactElement {
  const text = useText();
  const { gaps = [], timeline } = props;
  const scale = props.scale ?? usualScale(timeline);
  const uniform = sameShare(timeline);
  return (
    <ChartFrame
      title={props.title}
      name="attention"
      controls={
        <>
          {props.controls}
          {props.onScale === undefined ? null : <ScaleSwitch scale={scale} onScale={props.onScale} />}
        </>
      }
      table={{
        head: [
          text.t('chart.when'),
          text.t('chart.matching'),
          text.t('chart.collected'),
          text.t('chart.share'),
        ],
        rows: timeline.buckets.map((bucket) => [
          text.bucketLabel(bucket.start, timeline.bucket),
          text.number(bucket.matching),
          text.number(bucket.collected),
          bucket.share === null ? '–' : text.share(bucket.share),
        ]),
        csv: timeline.buckets.map((bucket) => [
          bucket.start,
          bucket.matching,
          bucket.collected,
          bucket.share ?? '',
        ]),
      }}
      note={
        <>
          {scale === 'share' && uniform !== null ? (
            <p>{text.t(uniform === 1 ? 'chart.share.all' : 'chart.share.none')}</p>
          ) : null}
          <GapList gaps={gaps} />
          {timeline.buckets.some(({ approximate }) => approximate === true) ? (
            <p>{text.t('chart.estimated')}</p>
          ) : null}
        </>
      }
    >
      {timeline.buckets.length === 0 ? (
        <p className="muted pad">{text.t('chart.empty')}</p>
      ) : (
        <AttentionDrawing
          timeline={timeline}
          scale={scale}
          gaps={gaps}
          onRange={props.onRange}
          onClear={props.onClear}
        />
      )}
    </ChartFrame>
  );
}

function sameShare(timeline: Timeline): 0 | 1 | null {
  const shares = timeline.buckets.filter((bucket) => bucket.collected > 0).map((bucket) => bucket.share);
  if (shares.length === 0) return null;
  if (shares.every((share) => share === 1)) return 1;
  return shares.every((share) => share === 0) ? 0 : null;
}

function ScaleSwitch(props: {
  readonly scale: Scale;
  readonly onScale: (scale: Scale) => void;
}): ReactElement {
  const { t } = useText();
  return (
    <div className="segmented" role="group" aria-label={t('chart.scale')}>
      {(['share', 'count'] as const).map((scale) => (
        <button
          key={scale}
          type="button"
          aria-pressed={props.scale === scale}
          onClick={() => props.onScale(scale)}
        >
          {t(scale === 'share' ? 'chart.scale.share' : 'chart.scale.count')}
        </button>
      ))}
    </div>
  );
}

function AttentionDrawing(props: {
  readonly timeline: Timeline;
  readonly scale: Scale;
  readonly gaps: readonly ChartGap[];
  readonly onRange: ((from: string, to: string | undefined) => void) | undefined;
  readonly onClear: (() => void) | undefined;
}): ReactElement {
  const text = useText();
  const [box, width] = useWidth(720);
  const hatch = useId();
  const { timeline, scale } = props;
  const { buckets } = timeline;
  const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const step = inner.width / buckets.length;
  const middle = (index: number): number => step * (index + 0.5);
  const top = Math.max(...buckets.map((bucket) => valueOf(bucket, scale)), scale === 'share' ? 0.01 : 1);
  const y = scaleLinear({ domain: [0, top], range: [inner.height, 0], nice: 4 });
  const open = (first: number, last: number): void => {
    const begin = buckets[first];
    if (begin !== undefined) props.onRange?.(begin.start, buckets[last + 1]?.start);
  };
  const focus = useChartFocus({
    count: buckets.length,
    indexAt: (x) => Math.floor((x - MARGIN.left) / step),
    onOpen: (index) => open(index, index),
    onRange: open,
    onClear: props.onClear,
  });
  const focused = focus.index === null ? undefined : buckets[focus.index];
  const points = buckets.map((bucket, index) => ({ bucket, index }));
  const ticks = tickIndexes(buckets.length, Math.max(2, Math.floor(inner.width / 80)));
  const top3 = points
    .filter(({ bucket }) => bucket.peak !== undefined)
    .toSorted((a, b) => valueOf(b.bucket, scale) - valueOf(a.bucket, scale))
    .slice(0, 3);

  return (
    <div ref={box} className="chart-box">
      <svg
        className="chart"
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${summary(timeline, scale, text)} ${text.t('chart.howToRead')}`}
        tabIndex={0}
        onDoubleClick={props.onClear}
        {...focus.handlers}
      >
        <defs>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line y2="6" className="hatch" />
          </pattern>
        </defs>
        <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
          {points
            .filter(({ bucket }) => bucket.fewData || bucket.collected === 0)
            .map(({ bucket, index }) => (
              <rect
                key={bucket.start}
                x={step * index}
                width={step}
                height={inner.height}
                className={bucket.collected === 0 ? 'gap' : 'few'}
                {...(bucket.collected === 0 ? {} : { fill: `url(#${hatch})` })}
              />
            ))}
          <GapBands gaps={props.gaps} buckets={buckets} width={inner.width} height={inner.height} />
          <AreaClosed
            data={points}
            x={({ index }) => middle(index)}
            y={({ bucket }) => y(valueOf(bucket, scale))}
            yScale={y}
            defined={({ bucket }) => scale === 'count' || bucket.collected > 0}
            className="area"
          />
          <LinePath
            data={points}
            x={({ index }) => middle(index)}
            y={({ bucket }) => y(valueOf(bucket, scale))}
            defined={({ bucket }) => scale === 'count' || bucket.collected > 0}
            className="line"
          />
          {buckets.length > 60
            ? null
            : points
                .filter(({ bucket }) => bucket.matching > 0)
                .map(({ bucket, index }) => (
                  <circle
                    key={bucket.start}
                    cx={middle(index)}
                    cy={y(valueOf(bucket, scale))}
                    r={2.5}
                    className="dot"
                  />
                ))}
          {top3.map(({ bucket, index }) => (
            <path
              key={bucket.start}
              className="spike"
              d={`M${middle(index)} ${y(valueOf(bucket, scale)) - 9}l5 5-5 5-5-5z`}
            >
              <title>{bucket.peak?.title}</title>
            </path>
          ))}
          {focus.range === null ? null : (
            <rect
              className="selection"
              x={step * focus.range[0]}
              width={step * (focus.range[1] - focus.range[0] + 1)}
              height={inner.height}
            />
          )}
          {focused === undefined || focus.index === null ? null : (
            <line className="cursor" x1={middle(focus.index)} x2={middle(focus.index)} y2={inner.height} />
          )}
          <AxisLeft
            scale={y}
            tickValues={y.ticks(4).filter((value) => scale === 'share' || Number.isInteger(value))}
            hideAxisLine
            hideTicks
            tickFormat={(value) =>
              scale === 'share' ? text.share(Number(value)) : text.number(Number(value))
            }
            axisClassName="axis"
          />
          <AxisBottom
            top={inner.height}
            scale={scaleLinear({ domain: [0, buckets.length], range: [0, inner.width] })}
            tickValues={ticks.map((index) => index + 0.5)}
            tickFormat={(value) =>
              text.axisLabel(buckets[Math.floor(Number(value))]?.start ?? '', timeline.bucket)
            }
            axisClassName="axis"
          />
        </g>
      </svg>
      <p className="reading" aria-live="polite">
        {focused === undefined ? text.t('chart.hint') : reading(focused, timeline, text)}
        {focused?.peak === undefined ? null : (
          <>
            {' '}
            <bdi lang={focused.peak.language}>{focused.peak.title}</bdi>
          </>
        )}
      </p>
    </div>
  );
}
