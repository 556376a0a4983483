import { REPORT_WIDTH } from './ChartFrame';
import { spreadLabels } from './endLabels';
import { numberWidth } from './letters';
import type { LineChartModel, LineSeries } from './model';
import { type AxisScale, scaleOf } from './scale';

/** Where the parts of a line chart stand, in pixels. */
export interface LineFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: AxisScale;
  readonly y: AxisScale;
}

const REPORT_HEIGHT = 260;
/** Room for the name of the axis, and below it for the names of zones. */
const TOP = 24;
const TOP_WITH_ZONES = 40;
const FOOT = 38;
const MIN_LEFT = 46;
/** Beside the labels of the y axis, on both sides together. */
const LABEL_ROOM = 8;
const MIN_RIGHT = 14;
/** Signs at the ends of the x axis are drawn whole. */
const SIGN_ROOM = 8;
/** What a tick with its label takes of an axis. */
const TICK_PX = { x: 32, y: 22.5 } as const;

export function lineFrame(
  chart: LineChartModel,
  { width = REPORT_WIDTH, height = REPORT_HEIGHT }: { readonly width?: number; readonly height?: number } = {},
): LineFrame {
  const top = chart.zones.length > 0 ? TOP_WITH_ZONES : TOP;
  const bottom = height - FOOT;
  const y = scaleOf(chart.y, [bottom, top], Math.floor((bottom - top) / TICK_PX.y));
  const left = Math.max(
    MIN_LEFT,
    LABEL_ROOM + Math.max(0, ...y.ticks.map((tick) => numberWidth(chart.y.format(tick)))),
  );
  const endWidths = chart.series.map(({ endLabel }) => (endLabel === undefined ? 0 : numberWidth(endLabel)));
  const right = width - Math.max(MIN_RIGHT, ...endWidths.map((endWidth) => endWidth + END_LABEL_GAP));
  const room = Math.max(2, Math.floor((right - left) / TICK_PX.x));
  const x = scaleOf(chart.x, [left + SIGN_ROOM, right - SIGN_ROOM], room);
  return { width, height, left, right, top, bottom, x, y };
}

/** From the end of the x axis to the names of lines. */
export const END_LABEL_GAP = 4;
const END_LABEL_HEIGHT = 14;

/** Where the middles of the names of lines stand, those of lines that have one: as near to their ends as there is room. */
export function placeEndLabels(
  series: readonly LineSeries[],
  { top, bottom, y }: LineFrame,
): readonly { readonly series: LineSeries; readonly label: string; readonly y: number }[] {
  const labelled = series.flatMap((entry) => {
    const end = entry.points.at(-1);
    return entry.endLabel === undefined || end === undefined ? [] : [{ series: entry, label: entry.endLabel, end }];
  });
  const wanted = labelled.map(({ end }) => y(end.y) - top);
  const placed = spreadLabels(wanted, END_LABEL_HEIGHT, bottom - top);
  return labelled.map(({ series: entry, label }, index) => ({ series: entry, label, y: top + (placed[index] ?? 0) }));
}

/** How many names of lines fit beside a chart that is drawn this high. */
export function endLabelsThatFit(height: number): number {
  return Math.floor((height - TOP - FOOT) / END_LABEL_HEIGHT);
}
