import type { Arm } from '../run/arms';
import type { SeriesLook } from './model';

/** Solid with the normalization's colour and symbol. */
export function lookOf({ normalization }: Pick<Arm, 'normalization'>, isDashed = false): SeriesLook {
  return { normalization, isDashed };
}
