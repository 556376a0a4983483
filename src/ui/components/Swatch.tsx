import type { Normalization } from '../../data/normalization';
import { SIGNS } from '../../report/components/seriesLook';
import type { Series } from '../state/series';

/** What Plot calls the signs of the normalizations: colour is never the only one. */
export const PLOT_SYMBOLS = {
  raw: 'triangle',
  scale: 'circle',
  center: 'square',
  standardize: 'diamond',
  'scale-center': 'cross',
  'pixel-standardize': 'star',
} as const satisfies Record<Normalization, string>;

export function normalizationColor(normalization: Normalization): string {
  return `var(--series-${normalization})`;
}

export function Swatch({ normalization }: { readonly normalization: Normalization }) {
  return (
    <svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">
      <path d={SIGNS[normalization]} style={{ fill: normalizationColor(normalization) }} />
    </svg>
  );
}

/** A piece of the series' validation curve. */
export function SeriesSwatch({ series }: { readonly series: Series }) {
  const { color, dash } = series.look;
  return (
    <svg class="series-swatch" viewBox="0 0 30 12" aria-hidden="true" style={{ color }}>
      <path class="swatch-line" d="M0 6h30" stroke-dasharray={dash} />
      <path class="swatch-symbol" transform="translate(9 0)" d={SIGNS[series.arm.normalization]} />
    </svg>
  );
}
