import { useMemo } from 'preact/hooks';
import { CURVE_CHART_HEIGHT, curveChart } from '../state/curveChart';
import type { CurveSet } from '../state/curves';
import type { Series } from '../state/series';
import { ChartFigure } from './ChartFigure';
import { LiveChart } from './LiveChart';
import { useWords } from './languageContext';

interface CurveChartProps {
  readonly curves: CurveSet;
  readonly epochs: number;
  /** What the axis leaves out, if anything. */
  readonly note: string;
  readonly focused: Series | undefined;
  /** The pointer came near the series with this index, or left it. */
  readonly onPoint: (index: number | undefined) => void;
}

/** The curves of one metric. */
export function CurveChart({ curves, epochs, note, focused, onPoint }: CurveChartProps) {
  const words = useWords();
  const chart = useMemo(() => curveChart(curves, epochs, words), [curves, epochs, words]);
  const isEmpty = curves.curves.every(({ points }) => points.length === 0);
  return (
    <ChartFigure chart={chart} testId={`chart-${curves.metric}`} note={note}>
      <div class="chart-area">
        <LiveChart chart={chart} height={CURVE_CHART_HEIGHT} focused={focused?.index} onPoint={onPoint} />
        {isEmpty && (
          <p class="chart-empty">
            <span>{words.curves.empty}</span>
          </p>
        )}
      </div>
    </ChartFigure>
  );
}
