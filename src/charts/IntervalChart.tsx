import { ChartFrame, type ChartView, REPORT_WIDTH } from './ChartFrame';
import { textWidth } from './letters';
import type { IntervalChartModel, IntervalRow } from './model';
import { type AxisScale, round, scaleOf } from './scale';
import { SIGNS, signAt } from './signs';

const ROW_HEIGHT = 30;
const TOP = 6;
const FOOT = 40;
/** Longer labels stand above their rows. */
const MAX_LABEL_WIDTH = 160;
const STACKED_ROW_HEIGHT = 44;
const MAX_TICKS = 5;

interface IntervalChartProps extends ChartView {
  readonly chart: IntervalChartModel;
}

/** Dots with their intervals, a row each. */
export function IntervalChart({ chart, width = REPORT_WIDTH, ...names }: IntervalChartProps) {
  const right = width - 16;
  const labelWidth = round(Math.max(...chart.rows.map(({ label }) => textWidth(label)))) + 14;
  const isStacked = labelWidth > MAX_LABEL_WIDTH;
  const left = isStacked ? 0 : labelWidth;
  const rowHeight = isStacked ? STACKED_ROW_HEIGHT : ROW_HEIGHT;
  const bottom = TOP + chart.rows.length * rowHeight;
  const x = scaleOf(chart.x, [left + 8, right - 8], MAX_TICKS);
  return (
    <ChartFrame chart={chart} {...names} width={width} height={bottom + FOOT}>
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
      <text class="axis-label" x={right} y={bottom + FOOT - 6} text-anchor="end">
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
  const color = look?.color ?? 'var(--ink)';
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
      {look?.sign === undefined ? (
        <circle class="dot" cx={x(mean)} cy={y} r={4} fill={color} />
      ) : (
        <path class="dot" d={SIGNS[look.sign]} transform={signAt(x(mean), y, 0.9)} fill={color} />
      )}
    </g>
  );
}
