import { ticks as chooseTicks } from 'd3-array';
import type { Axis } from './model';

/** Maps an axis' values to pixels, a tenth of a pixel exact. What lies beyond the axis is placed at its edge. */
export interface AxisScale {
  (value: number): number;
  /** As the scale itself, but beyond the axis as well: for what is cut off at its edge. */
  readonly extended: (value: number) => number;
  readonly ticks: readonly number[];
}

/** @param room how many ticks fit. */
export function scaleOf(axis: Axis, [from, to]: readonly [number, number], room: number): AxisScale {
  const [low, high] = axis.domain;
  const transform = axis.scale === 'log' ? Math.log : (value: number) => value;
  const [start, length] = [transform(low), transform(high) - transform(low)];
  const extended = (value: number) => {
    // A logarithm of what is not positive would be drawn nowhere.
    const share = axis.scale === 'log' && value <= 0 ? 0 : (transform(value) - start) / length;
    return round(from * (1 - share) + to * share);
  };
  const place = (value: number) => extended(Math.min(high, Math.max(low, value)));
  return Object.assign(place, {
    extended,
    ticks: axis.ticks === undefined ? roundTicks(low, high, room) : thin(axis.ticks, room),
  });
}

/** A tenth of a pixel is finer than any screen; more digits only make files larger. */
export function round(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}

/** Round numbers, no more than fit. */
function roundTicks(low: number, high: number, room: number): readonly number[] {
  const ticks = chooseTicks(low, high, room);
  return ticks.length > room && room > 1 ? roundTicks(low, high, room - 1) : ticks;
}

/** Every second, third … tick, from the first, where there is no room for all. */
function thin(ticks: readonly number[], room: number): readonly number[] {
  const every = Math.ceil(ticks.length / room);
  return every <= 1 ? ticks : ticks.filter((_, index) => index % every === 0);
}
