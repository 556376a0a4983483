import { ChartFrame, type ChartView, REPORT_WIDTH } from './ChartFrame';
import { textWidth } from './letters';
import type { BarChartModel } from './model';
import { round, scaleOf } from './scale';

const ROW_HEIGHT = 18;
const BAR_HEIGHT = 13;
const TOP = 6;
const FOOT = 40;
const TICK_PX = 30;
/** Between the end of a bar and its label. */
const LABEL_GAP = 6;
const LEFT = 8;

interface BarChartProps extends ChartView {
  readonly chart: BarChartModel;
}

/** Bars in groups, each under its name and with its value at its end; the name of a group stands above its bars. */
export function BarChart({ chart, width = REPORT_WIDTH, ...names }: BarChartProps) {
  const longest = Math.max(0, ...chart.groups.flatMap(({ bars }) => bars.map(({ label }) => textWidth(label))));
  const right = width - longest - LABEL_GAP;
  const x = scaleOf(chart.x, [LEFT, right], Math.max(2, Math.floor((right - LEFT) / TICK_PX)));
  const rows = chart.groups.map(({ bars }) => 1 + 2 * bars.length);
  const bottom = TOP + ROW_HEIGHT * rows.reduce((sum, count) => sum + count, 0);
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
      <path class="zero" d={`M${x(chart.from)} ${TOP}V${bottom}`} />
      {chart.groups.map(({ label, bars }, index) => {
        const top = TOP + ROW_HEIGHT * rows.slice(0, index).reduce((sum, count) => sum + count, 0);
        return (
          <g key={label}>
            {bars.map((bar, row) => {
              const [start, end] = [x(chart.from), x(bar.value)];
              const y = top + (2 * row + 2) * ROW_HEIGHT;
              return (
                <g key={bar.name}>
                  <text class="bar-label" x={LEFT} y={y - ROW_HEIGHT + 15}>
                    {bar.name}
                  </text>
                  <rect
                    class="bar"
                    x={Math.min(start, end)}
                    y={y + (ROW_HEIGHT - BAR_HEIGHT) / 2}
                    width={round(Math.abs(end - start))}
                    height={BAR_HEIGHT}
                    fill={bar.look.color}
                  />
                  <text class="bar-label" x={Math.max(start, end) + LABEL_GAP} y={y + 13}>
                    {bar.label}
                  </text>
                </g>
              );
            })}
            <text class="group-label" x={0} y={top + 13}>
              {label}
            </text>
          </g>
        );
      })}
      <text class="axis-label" x={width} y={bottom + FOOT - 6} text-anchor="end">
        {chart.x.label} →
      </text>
    </ChartFrame>
  );
}
