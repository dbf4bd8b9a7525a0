import { useState, type KeyboardEvent, type PointerEvent } from 'react';

export interface ChartFocus {
  /** Bucket that is read out; null before the chart was touched. */
  readonly index: number | null;
  /** First and last bucket of the range being selected, in order. */
  readonly range: readonly [number, number] | null;
  readonly handlers: {
    onKeyDown(event: KeyboardEvent): void;
    onPointerDown(event: PointerEvent<SVGSVGElement>): void;
    onPointerMove(event: PointerEvent<SVGSVGElement>): void;
    onPointerUp(event: PointerEvent<SVGSVGElement>): void;
    onPointerLeave(): void;
  };
}

export interface ChartFocusOptions {
  readonly count: number;
  /** Pixels from the drawing's left edge -> bucket. */
  readonly indexAt: (x: number) => number;
  readonly onOpen?: ((index: number) => void) | undefined;
  readonly onRange?: ((first: number, last: number) => void) | undefined;
  readonly onClear?: (() => void) | undefined;
}

function inOrder(a: number, b: number): readonly [number, number] {
  return a <= b ? [a, b] : [b, a];
}

/**
 * Reading a chart by key or pointer: arrows step, Home/End jump, Enter opens, Shift with arrows or dragging selects a range,
 * Esc or a double click clears. Time runs left to right on every page, so arrows are not mirrored.
 */
export function useChartFocus(options: ChartFocusOptions): ChartFocus {
  const [index, setIndex] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const [dragging, setDragging] = useState(false);
  const last = options.count - 1;
  const current = index === null ? null : Math.min(index, last);
  const range = anchor === null || current === null ? null : inOrder(anchor, current);

  const step = (to: number, extend: boolean): void => {
    if (extend && options.onRange !== undefined) setAnchor(anchor ?? current ?? to);
    else setAnchor(null);
    setIndex(Math.max(0, Math.min(last, to)));
  };
  const commit = (): void => {
    if (range !== null && range[0] !== range[1]) options.onRange?.(range[0], range[1]);
    else if (current !== null) options.onOpen?.(current);
    setAnchor(null);
  };
  const position = (event: PointerEvent<SVGSVGElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(last, options.indexAt(event.clientX - box.left)));
  };

  return {
    index: current,
    range,
    handlers: {
      onKeyDown(event) {
        const from = current ?? -1;
        switch (event.key) {
          case 'ArrowRight':
            step(from + 1, event.shiftKey);
            break;
          case 'ArrowLeft':
            step(current === null ? last : from - 1, event.shiftKey);
            break;
          case 'Home':
            step(0, event.shiftKey);
            break;
          case 'End':
            step(last, event.shiftKey);
            break;
          case 'Enter':
            commit();
            break;
          case 'Escape':
            if (anchor === null) options.onClear?.();
            setAnchor(null);
            break;
          default:
            return;
        }
        event.preventDefault();
      },
      onPointerDown(event) {
        if (event.button !== 0) return;
        const at = position(event);
        setIndex(at);
        setAnchor(at);
        setDragging(true);
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event) {
        setIndex(position(event));
      },
      onPointerUp() {
        if (!dragging) return;
        setDragging(false);
        commit();
      },
      onPointerLeave() {
        if (!dragging) setIndex(null);
      },
    },
  };
}
