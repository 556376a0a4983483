import type { CurveSet } from './curves';
import type { Series } from './series';

/** Where a chart draws a value, in pixels. */
export interface ChartScales {
  readonly x: (position: number) => number;
  readonly y: (value: number) => number;
}

interface PixelPoint {
  readonly x: number;
  readonly y: number;
}

/** The series with a mean curve nearest to a pixel, if one is within `maxDistancePx`. */
export function nearestSeries(
  { curves }: CurveSet,
  { x, y }: ChartScales,
  pointer: PixelPoint,
  maxDistancePx: number,
): Series | undefined {
  let nearest: { readonly series: Series; readonly distance: number } | undefined;
  for (const { series, points } of curves) {
    const drawn = points
      .map(({ position, mean }) => ({ x: x(position), y: y(mean) }))
      .filter((point) => Number.isFinite(point.y));
    for (const [index, end] of drawn.entries()) {
      const distance = distanceToSegment(pointer, drawn[index - 1] ?? end, end);
      if (distance <= maxDistancePx && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY)) {
        nearest = { series, distance };
      }
    }
  }
  return nearest?.series;
}

function distanceToSegment(point: PixelPoint, from: PixelPoint, to: PixelPoint): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / lengthSquared;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}
