import { useMemo } from 'preact/hooks';
import { ChartFrame, type ChartView } from './ChartFrame';
import { Group, groupClass } from './Group';
import { Guides, LineAxes, Zones } from './LineAxes';
import { END_LABEL_GAP, type LineFrame, lineFrame, placeEndLabels } from './lineFrame';
import type { LineChartModel, LineSeries, Mark, SeriesLook } from './model';
import { bandPath, linePath } from './paths';
import { round } from './scale';
import { SIGNS, signAt } from './signs';

/** More signs than this on a line are a caterpillar: only its end gets one. */
const MAX_SIGNS = 12;

interface LineChartProps extends ChartView {
  readonly chart: LineChartModel;
}

/** Lines with bands over a linear or logarithmic axis, dots, and what happened on the way. */
export function LineChart({ chart, width, height, focused, ...names }: LineChartProps) {
  const frame = useMemo(
    () => lineFrame(chart, { ...(width !== undefined && { width }), ...(height !== undefined && { height }) }),
    [chart, width, height],
  );
  const endLabels = useMemo(() => placeEndLabels(chart.series, frame), [chart, frame]);
  const { left, right, top, bottom } = frame;
  const clipId = `${chart.id}-clip`;
  return (
    <ChartFrame chart={chart} width={frame.width} height={frame.height} focused={focused} {...names}>
      <clipPath id={clipId}>
        <rect x={left} y={top} width={right - left} height={bottom - top} />
      </clipPath>
      <Zones chart={chart} frame={frame} />
      <LineAxes chart={chart} frame={frame} />
      <Guides chart={chart} frame={frame} />
      <g clip-path={`url(#${clipId})`}>
        {chart.series.map((series, index) => (
          <Group key={index} of={series} focused={focused}>
            <Line series={series} frame={frame} />
          </Group>
        ))}
      </g>
      {chart.series.map(
        (series, index) => !series.isMember && <Signs key={index} series={series} frame={frame} focused={focused} />,
      )}
      {chart.marks.map((mark, index) => (
        <Group key={index} of={mark} focused={focused}>
          <MarkSign mark={mark} frame={frame} />
        </Group>
      ))}
      {endLabels.map(({ series, label, y }, index) => (
        <Group key={index} of={series} focused={focused}>
          <text class="end-label" x={right + END_LABEL_GAP} y={round(y + 4)}>
            {label}
          </text>
        </Group>
      ))}
    </ChartFrame>
  );
}

/** Its path is kept while its points are: bringing out another line draws nothing anew. */
function Line({ series, frame }: { readonly series: LineSeries; readonly frame: LineFrame }) {
  const { look, weight, shape } = series;
  const band = useMemo(() => bandPath(series, frame), [series, frame]);
  const line = useMemo(() => (shape === 'dots' ? undefined : linePath(series, frame)), [shape, series, frame]);
  return (
    <>
      {band !== undefined && <path class="band" d={band} fill={look.color} />}
      {line !== undefined && (
        <path class={`line line-${weight}`} d={line} stroke={look.color} stroke-dasharray={look.dash} />
      )}
    </>
  );
}

interface SignsProps {
  readonly series: LineSeries;
  readonly frame: LineFrame;
  readonly focused: number | undefined;
}

function Signs({ series, frame: { x, y }, focused }: SignsProps) {
  const { points, look, signs, shape } = series;
  const atEnd = signs === 'end' || (points.length > MAX_SIGNS && shape !== 'dots');
  const shown = signs === 'none' ? [] : atEnd ? points.slice(-1) : points;
  const { sign } = look;
  const group = groupClass(series, focused);
  return (
    <g class={group === undefined ? 'signs' : `signs ${group}`} {...inkOf(look)}>
      {sign !== undefined &&
        shown.map((point, index) => (
          <path key={index} d={SIGNS[sign]} transform={signAt(x(point.x), y(point.y), shape === 'dots' ? 0.9 : 0.75)} />
        ))}
    </g>
  );
}

/** An outline is its line's colour around the surface's. */
function inkOf({ color, isHollow }: SeriesLook) {
  return isHollow ? { fill: 'var(--surface)', stroke: color } : { fill: color };
}

function MarkSign({ mark, frame }: { readonly mark: Mark; readonly frame: LineFrame }) {
  const at = `translate(${frame.x(mark.x)} ${frame.y(mark.y)})`;
  const { color } = mark.look;
  switch (mark.symbol) {
    case 'cross':
      return <path class="mark" d="M-5-5 5 5M-5 5 5-5" transform={at} stroke={color} />;
    case 'bar':
      return <path class="mark" d="M0-7V7" transform={at} stroke={color} />;
    case 'ring':
      return <circle class="mark" r={6} transform={at} stroke={color} />;
    case 'beyond':
      return <path class="mark" d="M0 14V1M-5 6 0 0 5 6" transform={at} stroke={color} />;
  }
}
