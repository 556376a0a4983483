import { scaleLinear, scaleLog } from 'd3-scale';
import type { ComponentChildren } from 'preact';
import type { Axis, Chart } from '../model';

/** Charts are drawn at this width and scaled: two fit beside each other on a page, one on a telephone. */
export const CHART_WIDTH = 420;

/** One image with one name and its text alternative. */
export function ChartFrame({
  chart,
  height,
  children,
}: {
  readonly chart: Chart;
  readonly height: number;
  readonly children: ComponentChildren;
}) {
  const [titleId, textId] = [`${chart.id}-title`, `${chart.id}-text`];
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${CHART_WIDTH} ${height}`}
      role="img"
      aria-labelledby={titleId}
      aria-describedby={textId}
    >
      <title id={titleId}>{chart.title}</title>
      <desc id={textId}>{chart.description}</desc>
      {children}
    </svg>
  );
}

/** Maps an axis' values to pixels. */
export interface AxisScale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** @param room how many ticks fit. */
export function scaleOf(axis: Axis, [from, to]: readonly [number, number], room: number): AxisScale {
  const [low, high] = axis.domain;
  const scale = (axis.scale === 'log' ? scaleLog() : scaleLinear()).domain(axis.domain).range([from, to]);
  const ticks = axis.ticks ?? scaleLinear().domain(axis.domain).ticks(room);
  // What lies beyond the axis is drawn at its edge; a logarithm of what is not positive would be drawn nowhere.
  const place = (value: number) => round(scale(Math.min(high, Math.max(low, value))));
  return Object.assign(place, { ticks: thin(ticks, room) });
}

/** A tenth of a pixel is finer than any screen; more digits only make files larger. */
export function round(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}

/** Every second, third … tick, from the first, where there is no room for all. */
function thin(ticks: readonly number[], room: number): readonly number[] {
  const every = Math.ceil(ticks.length / room);
  return every <= 1 ? ticks : ticks.filter((_, index) => index % every === 0);
}
