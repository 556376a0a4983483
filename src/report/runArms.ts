import type { SeriesLook } from '../charts/model';
import { DASHES, seriesLook } from '../charts/palette';
import type { Arm } from '../run/arms';

/** With the normalization's colour and sign. */
export function lookOf({ normalization }: Pick<Arm, 'normalization'>, isDashed = false): SeriesLook {
  return seriesLook(normalization, isDashed ? DASHES.second : undefined);
}
