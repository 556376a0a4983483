import type { IntervalChartModel, IntervalRow } from '../model';
import { type AxisScale, CHART_WIDTH, ChartFrame, round, scaleOf } from './chartFrame';
import { colorOf, SIGNS } from './seriesLook';

const ROW_HEIGHT = 30;
const TOP = 6;
const FOOT = 40;
const RIGHT = CHART_WIDTH - 16;
/** Of a letter, on average; labels are measured by it since there is nothing to measure them with. */
const LETTER_WIDTH = 6.6;
/** Longer labels stand above their rows. */
const MAX_LABEL_WIDTH = 160;
const STACKED_ROW_HEIGHT = 44;

/** Dots with their intervals, a row each. */
export function IntervalChart({ chart }: { readonly chart: IntervalChartModel }) {
  const longest = Math.max(...chart.rows.map(({ label }) => label.length));
  const labelWidth = round(longest * LETTER_WIDTH) + 14;
  const isStacked = labelWidth > MAX_LABEL_WIDTH;
  const left = isStacked ? 0 : labelWidth;
  const rowHeight = isStacked ? STACKED_ROW_HEIGHT : ROW_HEIGHT;
  const bottom = TOP + chart.rows.length * rowHeight;
  const x = scaleOf(chart.x, [left + 8, RIGHT - 8], 5);
  return (
    <ChartFrame chart={chart} height={bottom + FOOT}>
      {x.ticks.map((tick) => (
        <g key={tick}>
          <path class="grid" d={`M${x(tick)} ${TOP}V${bottom}`} />
          <text x={x(tick)} y={bottom + 17} text-anchor="middle">
            {chart.x.format(tick)}
          </text>
        </g>
      ))}
      {chart.hasZero && <path class="zero" d={`M${x(0)} ${TOP}V${bottom}`} />}
      {chart.rows.map((row, index) => (
        <Row key={row.label} row={row} x={x} y={TOP + (index + (isStacked ? 0.7 : 0.5)) * rowHeight} left={left} />
      ))}
      <text class="axis-label" x={RIGHT} y={bottom + FOOT - 6} text-anchor="end">
        {chart.x.label} →
      </text>
    </ChartFrame>
  );
}

interface RowProps {
  readonly row: IntervalRow;
  readonly x: AxisScale;
  readonly y: number;
  /** Where the plot begins; at 0 labels stand above their rows. */
  readonly left: number;
}

function Row({ row: { label, look, mean, low, high }, x, y, left }: RowProps) {
  const color = look === undefined ? 'var(--ink)' : colorOf(look);
  return (
    <g>
      {left === 0 ? (
        <text class="row-label" x={0} y={y - 14}>
          {label}
        </text>
      ) : (
        <text class="row-label" x={left - 6} y={y + 4} text-anchor="end">
          {label}
        </text>
      )}
      {low !== null && high !== null && (
        <path
          class="interval"
          d={`M${x(low)} ${y}H${x(high)}M${x(low)} ${y - 5}v10M${x(high)} ${y - 5}v10`}
          stroke={color}
        />
      )}
      {look === undefined ? (
        <circle class="dot" cx={x(mean)} cy={y} r={4} fill={color} />
      ) : (
        <path
          class="dot"
          d={SIGNS[look.normalization]}
          transform={`translate(${round(x(mean) - 5.4)} ${round(y - 5.4)}) scale(.9)`}
          fill={color}
        />
      )}
    </g>
  );
}
