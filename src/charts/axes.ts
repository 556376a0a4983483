import { max, min, ticks } from 'd3-array';
import type { CurvePoint } from '../run/curves';
import type { Words } from '../words';
import type { Axis, Domain } from './model';

/** Whole epochs from `first` on. */
export function epochAxis(first: number, last: number, words: Words): Axis {
  const end = Math.max(last, first + 1);
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find((candidate) => (end - first) / candidate <= 10) ?? 500;
  const wholeTicks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step).filter(
    (tick) => tick >= first,
  );
  return {
    label: words.axes.epoch,
    scale: 'linear',
    domain: [first, end],
    // The first epoch is always named: with steps of two the axis would begin at 2.
    ticks: wholeTicks[0] === first ? wholeTicks : [first, ...wholeTicks.filter((tick) => tick - first >= 0.75 * step)],
    format: words.numbers.count,
  };
}

/** A logarithmic axis around positive values, at least a factor of 1.5 long. */
export function logAxis(label: string, values: readonly number[], format: (value: number) => string): Axis {
  const positive = values.filter((value) => value > 0);
  const [low, high] = [min(positive), max(positive)];
  const domain: Domain = low === undefined || high === undefined ? [0.1, 10] : widen(low, high);
  return { label, scale: 'log', domain, ticks: logTicks(domain), format };
}

function widen(low: number, high: number): Domain {
  const factor = Math.max(1.06, Math.sqrt(1.5 / (high / low)));
  return [low / factor, high * factor];
}

/** A linear axis around values, with room at its ends, at least `minLength` long, within `bounds`. */
export function linearAxis(
  label: string,
  values: readonly number[],
  format: (value: number) => string,
  { minLength = 0.01, bounds = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as Domain } = {},
): Axis {
  const low = min(values) ?? 0;
  const high = max(values) ?? 1;
  const room = Math.max(0.08 * (high - low), (minLength - (high - low)) / 2);
  return {
    label,
    scale: 'linear',
    domain: [Math.max(bounds[0], low - room), Math.min(bounds[1], high + room)],
    format,
  };
}

/** Even steps on a very short axis, every digit on a short one, 1, 2 and 5 on a longer one, powers of ten, or some of them, on a long one. */
export function logTicks([low, high]: Domain): readonly number[] {
  const decades = Math.log10(high / low);
  if (decades < 0.35) {
    return ticks(low, high, 5);
  }
  const digits = decades <= 1 ? [1, 2, 3, 4, 5, 6, 8] : decades <= 2.5 ? [1, 2, 5] : [1];
  const firstPower = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - firstPower + 1 }, (_, index) => firstPower + index);
  const every = Math.max(1, Math.ceil(decades / 8));
  return powers
    .filter((power) => power % every === 0)
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}

/** Means and the ends of their bands. */
export function extentsOf(curves: readonly (readonly CurvePoint[])[]): readonly number[] {
  return curves.flat().flatMap(({ y, low, high }) => [y, low, high]);
}
