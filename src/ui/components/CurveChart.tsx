import { useEffect, useId, useRef } from 'preact/hooks';
import { type CurveSet, describeCurves } from '../state/curves';
import { nearestSeries } from '../state/nearest';
import type { Series } from '../state/series';
import { type DrawnCurves, plotCurves } from './plotCurves';
import { lookAt } from './seriesMarks';
import { useWidth } from './useWidth';

interface CurveChartProps {
  readonly curves: CurveSet;
  readonly epochs: number;
  readonly title: string;
  /** What the axis leaves out, if anything. */
  readonly note: string;
  readonly focused: Series | undefined;
  /** The pointer came near a series, or left it. */
  readonly onPoint: (series: Series | undefined) => void;
}

/** How near to a curve the pointer has to be. */
const NEAR_PX = 24;

/** One chart: an SVG image with a title and, for those who do not see it, its curves in words. */
export function CurveChart({ curves, epochs, title, note, focused, onPoint }: CurveChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnCurves | undefined>(undefined);
  const id = useId();
  const width = useWidth(frame);
  const isEmpty = curves.curves.every(({ points }) => points.length === 0);

  useEffect(() => {
    if (width > 0) {
      drawn.current = plotCurves({ curves, epochs, width, titleId: `${id}-title`, textId: `${id}-text` });
      frame.current?.replaceChildren(drawn.current.chart);
    }
  }, [curves, epochs, width, id]);

  // After every drawing, so that a new one shows what the last one did.
  useEffect(() => {
    if (drawn.current !== undefined) {
      lookAt(drawn.current.chart, focused);
    }
  }, [curves, epochs, width, focused]);

  const point = ({ clientX, clientY }: PointerEvent) => {
    if (drawn.current !== undefined) {
      const { left, top } = drawn.current.chart.getBoundingClientRect();
      const pointer = { x: clientX - left, y: clientY - top };
      onPoint(nearestSeries(curves, drawn.current.scales, pointer, NEAR_PX));
    }
  };

  return (
    <figure class="chart" data-testid={`chart-${curves.metric}`}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
      </figcaption>
      <div class="chart-area">
        <div class="chart-frame" ref={frame} onPointerMove={point} onPointerLeave={() => onPoint(undefined)} />
        {isEmpty && (
          <p class="chart-empty">
            <span>The curves appear here while it trains.</span>
          </p>
        )}
      </div>
      <p class="chart-note">{note}</p>
      <p class="visually-hidden" id={`${id}-text`}>
        {describeCurves(curves)}
      </p>
    </figure>
  );
}
