import type { CurvePoint } from '../../run/curves';
import type { LineChartModel, LineSeries, Mark } from '../model';
import { type AxisScale, CHART_WIDTH, ChartFrame, round, scaleOf } from './chartFrame';
import { colorOf, SIGNS } from './seriesLook';

const HEIGHT = 260;
/** Room for the name of the axis, and below it for the names of zones. */
const TOP = 24;
const TOP_WITH_ZONES = 40;
const BOTTOM = HEIGHT - 38;
const LEFT = 46;
const RIGHT = CHART_WIDTH - 14;
const GUIDE_LABEL_HEIGHT = 18;

/** More signs than this on a line are a caterpillar: only its end gets one. */
const MAX_SIGNS = 12;

interface Scales {
  /** The upper end of the y axis, in pixels. */
  readonly top: number;
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** Lines with bands over a linear or logarithmic axis. */
export function LineChart({ chart }: { readonly chart: LineChartModel }) {
  const top = chart.zones.length > 0 ? TOP_WITH_ZONES : TOP;
  const scales = { top, x: scaleOf(chart.x, [LEFT + 8, RIGHT - 8], 11), y: scaleOf(chart.y, [BOTTOM, top], 8) };
  const clipId = `${chart.id}-clip`;
  return (
    <ChartFrame chart={chart} height={HEIGHT}>
      <clipPath id={clipId}>
        <rect x={LEFT} y={top} width={RIGHT - LEFT} height={BOTTOM - top} />
      </clipPath>
      <Zones chart={chart} scales={scales} />
      <Axes chart={chart} scales={scales} />
      <g clip-path={`url(#${clipId})`}>
        {chart.series.map((series, index) => (
          <Series key={index} series={series} scales={scales} />
        ))}
      </g>
      {chart.series.map((series, index) => (
        <Signs key={index} series={series} scales={scales} />
      ))}
      {chart.marks.map((mark, index) => (
        <MarkSign key={index} mark={mark} scales={scales} />
      ))}
    </ChartFrame>
  );
}

function Zones({ chart: { zones }, scales: { x, top } }: { readonly chart: LineChartModel; readonly scales: Scales }) {
  return (
    <>
      {zones.map(({ kind, from, to, label }) => {
        const start = Number.isFinite(from) ? x(from) : LEFT;
        const end = Number.isFinite(to) ? x(to) : RIGHT;
        return (
          <g key={from}>
            <rect
              class={`zone zone-${kind}`}
              x={start}
              y={top}
              width={Math.max(0, end - start)}
              height={BOTTOM - top}
            />
            <text class="zone-label" x={round((start + end) / 2)} y={top - 6} text-anchor="middle">
              {label}
            </text>
          </g>
        );
      })}
    </>
  );
}

function Axes({ chart, scales: { top, x, y } }: { readonly chart: LineChartModel; readonly scales: Scales }) {
  return (
    <>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <path class="grid" d={`M${LEFT} ${y(tick)}H${RIGHT}`} />
          <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
            {chart.y.format(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <g key={tick}>
          <path class="axis" d={`M${x(tick)} ${BOTTOM}v4`} />
          <text x={x(tick)} y={BOTTOM + 17} text-anchor="middle">
            {chart.x.format(tick)}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${LEFT} ${BOTTOM}H${RIGHT}`} />
      <text class="axis-label" x={0} y={12}>
        {chart.y.label}
      </text>
      <text class="axis-label" x={RIGHT} y={HEIGHT - 4} text-anchor="end">
        {chart.x.label} →
      </text>
      {chart.guides.map(({ y: value, label }) => (
        <g key={label}>
          <path class="guide" d={`M${LEFT} ${y(value)}H${RIGHT}`} />
          {/* At the top it would stand among the labels of zones. */}
          {y(value) < top + GUIDE_LABEL_HEIGHT ? (
            <text class="guide-label" x={LEFT + 4} y={y(value) + 14}>
              {label}
            </text>
          ) : (
            <text class="guide-label" x={RIGHT - 2} y={y(value) - 5} text-anchor="end">
              {label}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

function Series({ series, scales }: { readonly series: LineSeries; readonly scales: Scales }) {
  const { points, look, weight, shape } = series;
  const hasBand = points.some(({ low, high }) => high > low);
  return (
    <>
      {hasBand && <path class="band" d={bandPath(points, scales)} fill={colorOf(look)} />}
      <path
        class={`line line-${weight}`}
        d={shape === 'step' ? stepPath(points, scales) : linePath(points, scales)}
        stroke={colorOf(look)}
        stroke-dasharray={look.isDashed ? '5 3' : undefined}
      />
    </>
  );
}

function linePath(points: readonly CurvePoint[], { x, y }: Scales): string {
  return points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.x)} ${y(point.y)}`).join('');
}

function stepPath(points: readonly CurvePoint[], { x, y }: Scales): string {
  return points.map((point, index) => `${index === 0 ? `M${x(point.x)} ` : `H${x(point.x)}V`}${y(point.y)}`).join('');
}

function bandPath(points: readonly CurvePoint[], { x, y }: Scales): string {
  const edge = (value: (point: CurvePoint) => number) => (point: CurvePoint) => `${x(point.x)} ${y(value(point))}`;
  const upper = points.map(edge(({ high }) => high));
  const lower = points.map(edge(({ low }) => low)).reverse();
  return `M${[...upper, ...lower].join('L')}Z`;
}

function Signs({ series, scales }: { readonly series: LineSeries; readonly scales: Scales }) {
  const { points, look, signs } = series;
  const atEnd = signs === 'end' || points.length > MAX_SIGNS;
  const shown = signs === 'none' ? [] : atEnd ? points.slice(-1) : points;
  return (
    <g class="signs" fill={colorOf(look)}>
      {shown.map((point) => (
        <path
          key={point.x}
          d={SIGNS[look.normalization]}
          transform={`translate(${round(scales.x(point.x) - 4.5)} ${round(scales.y(point.y) - 4.5)}) scale(.75)`}
        />
      ))}
    </g>
  );
}

function MarkSign({ mark, scales }: { readonly mark: Mark; readonly scales: Scales }) {
  const at = `translate(${scales.x(mark.x)} ${scales.y(mark.y)})`;
  const color = colorOf(mark.look);
  switch (mark.symbol) {
    case 'cross':
      return <path class="mark" d="M-5-5 5 5M-5 5 5-5" transform={at} stroke={color} />;
    case 'ring':
      return <circle class="mark" r={6} transform={at} stroke={color} />;
    case 'beyond':
      return <path class="mark" d="M0 14V1M-5 6 0 0 5 6" transform={at} stroke={color} />;
  }
}
