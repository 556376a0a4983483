import type { CurvePoint } from '../run/curves';
import type { LineFrame } from './lineFrame';
import type { LineChartModel, LineSeries } from './model';

interface Pixels {
  readonly x: number;
  readonly y: number;
}

type Scales = Pick<LineFrame, 'x' | 'y'>;

/** The group of the line nearest to a pixel, if one is within `maxPx`; lines of members alone have none. */
export function nearestGroup(
  { series }: LineChartModel,
  scales: Scales,
  pointer: Pixels,
  maxPx: number,
): number | undefined {
  let nearest: { readonly group: number; readonly distance: number } | undefined;
  for (const { group, isMember, points } of series) {
    if (group === undefined || isMember) {
      continue;
    }
    // Lines run on beyond the axis, where they are cut off.
    const drawn = points.map(({ x, y }) => ({ x: scales.x.extended(x), y: scales.y.extended(y) }));
    for (const [index, end] of drawn.entries()) {
      const distance = distanceToSegment(pointer, drawn[index - 1] ?? end, end);
      if (distance <= maxPx && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY)) {
        nearest = { group, distance };
      }
    }
  }
  return nearest?.group;
}

/** A point with its place in the image, in pixels, and in words. */
export interface NearPoint extends Pixels {
  readonly series: LineSeries;
  readonly lines: readonly string[];
}

/** The point nearest to a pixel of those that can be said in words, if one is within `maxPx`. */
export function nearestPoint(
  { series }: LineChartModel,
  scales: Scales,
  pointer: Pixels,
  maxPx: number,
): NearPoint | undefined {
  let nearest: { readonly series: LineSeries; readonly point: CurvePoint; readonly distance: number } | undefined;
  for (const entry of series) {
    for (const point of entry.describe === undefined ? [] : entry.points) {
      const place = pixelsOf(point, scales);
      const distance = Math.hypot(place.x - pointer.x, place.y - pointer.y);
      if (distance <= maxPx && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY)) {
        nearest = { series: entry, point, distance };
      }
    }
  }
  return nearest === undefined
    ? undefined
    : {
        ...pixelsOf(nearest.point, scales),
        series: nearest.series,
        lines: nearest.series.describe?.(nearest.point) ?? [],
      };
}

function pixelsOf(point: CurvePoint, { x, y }: Scales): Pixels {
  return { x: x(point.x), y: y(point.y) };
}

function distanceToSegment(point: Pixels, from: Pixels, to: Pixels): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / lengthSquared;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}
