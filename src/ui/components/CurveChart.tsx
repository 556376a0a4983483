import { useEffect, useId, useRef } from 'preact/hooks';
import { type CurveSet, describeCurves } from '../state/curves';
import { plotCurves } from './plotCurves';
import { useWidth } from './useWidth';

interface CurveChartProps {
  readonly curves: CurveSet;
  readonly epochs: number;
  readonly title: string;
  /** What the axis leaves out, if anything. */
  readonly note: string;
}

/** One chart: an SVG image with a title and, for those who do not see it, its curves in words. */
export function CurveChart({ curves, epochs, title, note }: CurveChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const width = useWidth(frame);
  const isEmpty = curves.curves.every(({ points }) => points.length === 0);

  useEffect(() => {
    if (width > 0) {
      frame.current?.replaceChildren(
        plotCurves({ curves, epochs, width, titleId: `${id}-title`, textId: `${id}-text` }),
      );
    }
  }, [curves, epochs, width, id]);

  return (
    <figure class="chart" data-testid={`chart-${curves.metric}`}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
      </figcaption>
      <div class="chart-area">
        <div class="chart-frame" ref={frame} />
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
