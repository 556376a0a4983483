import type { Normalization } from '../../kernels/normalization';
import type { Series } from '../state/series';

/** A symbol of Plot a normalization, and the same as a path of 12 × 12: colour is never the only sign. */
export const SERIES_SYMBOLS = {
  raw: { symbol: 'triangle', path: 'M6 1.4 11 10.2H1Z' },
  scale: { symbol: 'circle', path: 'M6 1.7a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 1 0 0-8.6Z' },
  center: { symbol: 'square', path: 'M2 2h8v8H2Z' },
  standardize: { symbol: 'diamond', path: 'M6 .6 10 6 6 11.4 2 6Z' },
  'scale-center': { symbol: 'cross', path: 'M4.3 1.2h3.4v3.1h3.1v3.4H7.7v3.1H4.3V7.7H1.2V4.3h3.1Z' },
  'pixel-standardize': {
    symbol: 'star',
    path: 'M6 .6 7.3 4.2l3.9.1L8.1 6.7l1.1 3.7L6 8.2l-3.2 2.2 1.1-3.7L.8 4.3l3.9-.1Z',
  },
} as const satisfies Record<Normalization, { symbol: string; path: string }>;

export function normalizationColor(normalization: Normalization): string {
  return `var(--series-${normalization})`;
}

export function Swatch({ normalization }: { readonly normalization: Normalization }) {
  return (
    <svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">
      <path d={SERIES_SYMBOLS[normalization].path} style={{ fill: normalizationColor(normalization) }} />
    </svg>
  );
}

/** A piece of the series' validation curve. */
export function SeriesSwatch({ series }: { readonly series: Series }) {
  const { color, dash } = series.look;
  return (
    <svg class="series-swatch" viewBox="0 0 30 12" aria-hidden="true" style={{ color }}>
      <path class="swatch-line" d="M0 6h30" stroke-dasharray={dash} />
      <path class="swatch-symbol" transform="translate(9 0)" d={SERIES_SYMBOLS[series.arm.normalization].path} />
    </svg>
  );
}
