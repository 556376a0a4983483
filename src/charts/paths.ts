import type { CurvePoint } from '../run/curves';
import type { LineFrame } from './lineFrame';
import type { LineSeries } from './model';

/** The `d` of a series' line. */
export function linePath({ shape, points }: LineSeries, { x, y }: LineFrame): string {
  const moveTo = (point: CurvePoint) => `M${x.extended(point.x)} ${y.extended(point.y)}`;
  return points
    .map((point, index) => {
      const before = points[index - 1];
      if (before === undefined || (shape === 'pieces' && isBegunAnew(before, point))) {
        return moveTo(point);
      }
      return shape === 'step'
        ? `H${x.extended(point.x)}V${y.extended(point.y)}`
        : `L${x.extended(point.x)} ${y.extended(point.y)}`;
    })
    .join('');
}

/** Between two whole x there is nothing from within: what ends the one and the other is alike. */
function isBegunAnew(before: CurvePoint, point: CurvePoint): boolean {
  const areWhole = Number.isInteger(before.x) && Number.isInteger(point.x);
  return !areWhole && Math.ceil(point.x) !== Math.ceil(before.x);
}

/** The `d` of the area between the lowest and the highest; `undefined` where they are the same. */
export function bandPath({ points }: LineSeries, { x, y }: LineFrame): string | undefined {
  if (!points.some(({ low, high }) => high > low)) {
    return undefined;
  }
  const edge = (value: (point: CurvePoint) => number) => (point: CurvePoint) =>
    `${x.extended(point.x)} ${y.extended(value(point))}`;
  const upper = points.map(edge(({ high }) => high));
  const lower = points.map(edge(({ low }) => low)).reverse();
  return `M${[...upper, ...lower].join('L')}Z`;
}
