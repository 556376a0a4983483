import type { Normalization } from '../../data/normalization';
import type { SeriesLook } from '../model';

/** A sign a normalization, as a path of 12 × 12; the page uses the same. */
export const SIGNS: Readonly<Record<Normalization, string>> = {
  raw: 'M6 1.4 11 10.2H1Z',
  scale: 'M6 1.7a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 1 0 0-8.6Z',
  center: 'M2 2h8v8H2Z',
  standardize: 'M6 .6 10 6 6 11.4 2 6Z',
  'scale-center': 'M4.3 1.2h3.4v3.1h3.1v3.4H7.7v3.1H4.3V7.7H1.2V4.3h3.1Z',
  'pixel-standardize': 'M6 .6 7.3 4.2l3.9.1L8.1 6.7l1.1 3.7L6 8.2l-3.2 2.2 1.1-3.7L.8 4.3l3.9-.1Z',
};

export function colorOf({ normalization }: SeriesLook): string {
  return `var(--series-${normalization})`;
}

/** A sign with a stretch of its line. */
export function Swatch({ look }: { readonly look: SeriesLook }) {
  return (
    <svg class="swatch" viewBox="0 0 26 12" aria-hidden="true">
      <path
        class="swatch-line"
        d="M0 6H26"
        stroke={colorOf(look)}
        stroke-dasharray={look.isDashed ? '5 3' : undefined}
      />
      <path d={SIGNS[look.normalization]} transform="translate(7 0)" fill={colorOf(look)} />
    </svg>
  );
}
