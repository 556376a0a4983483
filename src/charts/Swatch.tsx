import type { SeriesLook, SignLook } from './model';
import { SIGNS } from './signs';

/** A sign with a stretch of its line. */
export function Swatch({ look: { color, dash, sign, isHollow } }: { readonly look: SeriesLook }) {
  return (
    <svg class="swatch" viewBox="0 0 26 12" aria-hidden="true">
      <path class="swatch-line" d="M0 6H26" stroke={color} stroke-dasharray={dash} />
      {sign !== undefined && (
        <path
          d={SIGNS[sign]}
          transform="translate(7 0)"
          fill={isHollow ? 'var(--surface)' : color}
          stroke={isHollow ? color : undefined}
        />
      )}
    </svg>
  );
}

/** A sign alone, where there are no lines. */
export function SignSwatch({ look: { color, sign } }: { readonly look: SignLook }) {
  return (
    <svg class="sign-swatch" viewBox="0 0 12 12" aria-hidden="true">
      <path d={SIGNS[sign]} fill={color} />
    </svg>
  );
}
