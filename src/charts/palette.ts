import type { Normalization } from '../data/normalization';
import type { SignLook } from './model';

/** A colour on a light surface and on a dark one. */
type Shades = readonly [light: string, dark: string];

/** Surfaces, inks and what has a meaning; the names are those of the CSS custom properties. */
export const COLORS = {
  page: ['#f5f5f3', '#111317'],
  surface: ['#ffffff', '#1a1d22'],
  sunken: ['#f0f1f2', '#23272e'],
  ink: ['#191c20', '#e9ebee'],
  muted: ['#565d67', '#a2aab5'],
  line: ['#dcdee1', '#30353d'],
  grid: ['#e9eaec', '#2a2e35'],
  'control-line': ['#868d97', '#757d89'],
  accent: ['#0b5cb5', '#7db6ff'],
  'accent-hover': ['#084a94', '#a3ccff'],
  'on-accent': ['#ffffff', '#08192f'],
  danger: ['#ad2018', '#ff9d94'],
  'danger-soft': ['#fdeeec', '#3a1f1e'],
  'warning-ink': ['#654200', '#f4d48a'],
  'warning-soft': ['#fff4d9', '#352b16'],
  good: ['#14713d', '#6fd39b'],
  caution: ['#c07a00', '#f0b429'],
} as const satisfies Record<string, Shades>;

export type ColorName = keyof typeof COLORS;

/**
 * The normalizations: at least 39 apart (CIE76) for normal, deuteranope and protanope sight, and 3 to 1 against their
 * surface.
 */
const SERIES_COLORS: Readonly<Record<Normalization, Shades>> = {
  raw: ['#c4851d', '#d05535'],
  scale: ['#3398d9', '#95b7fd'],
  center: ['#4f3a04', '#f7bc07'],
  standardize: ['#17a781', '#71f3b0'],
  'scale-center': ['#9207f6', '#a847fd'],
  'pixel-standardize': ['#2d313e', '#778188'],
};

/** What tells lines of one colour apart. `second` is the other one of a pair, where there is only one pair. */
export const DASHES = {
  second: '5 3',
  reducing: '9 4',
  stopping: '2 3',
  reducingAndStopping: '9 3 2 3',
  training: '1.5 3',
} as const;

/** The normalization's colour and sign, with a solid line unless it is dashed. */
export function seriesLook(normalization: Normalization, dash?: string): SignLook {
  return { color: seriesColor(normalization), sign: normalization, dash };
}

export function seriesColor(normalization: Normalization): string {
  return `var(--series-${normalization})`;
}

/** Implementations look like normalizations: those looks were chosen to be told apart. */
export const IMPLEMENTATION_LOOKS = {
  weft: seriesLook('standardize'),
  'weft-in-tfjs': seriesLook('center'),
  tfjs: seriesLook('raw'),
  'tfjs-wasm': seriesLook('pixel-standardize'),
  'jax-js': seriesLook('scale'),
  'jax-js-wasm': seriesLook('scale-center'),
} as const;

/** From a deep blue over red to orange, growing lighter all the way, so that no colour sight is needed for the order. */
const RATE_HUES = { lowest: 265, highest: 430 } as const;
const RATE_LIGHTNESS = { light: { lowest: 0.38, span: 0.28 }, dark: { lowest: 0.56, span: 0.3 } } as const;
const RATE_CHROMA = 0.18;

/** Of one of several learning rates. @param rank 0 is the lowest rate, 1 the highest. */
export function rateColor(rank: number): string {
  const hue = (RATE_HUES.lowest + rank * (RATE_HUES.highest - RATE_HUES.lowest)) % 360;
  const shades = [RATE_LIGHTNESS.light, RATE_LIGHTNESS.dark].map(
    ({ lowest, span }) => `oklch(${(lowest + rank * span).toFixed(3)} ${RATE_CHROMA} ${hue.toFixed(0)})`,
  );
  return `light-dark(${shades.join(', ')})`;
}

/** Never further into the ink than this: what is left still tells the normalizations apart. */
const MAX_INK_PERCENT = 65;

/** Of one of several learning rates of one of several normalizations: the lower the rate, the nearer to the ink. */
export function rateColorOf(normalization: Normalization, rank: number): string {
  return `color-mix(in oklab, ${seriesColor(normalization)}, var(--ink) ${Math.round((1 - rank) * MAX_INK_PERCENT)}%)`;
}

/** The colours as declarations of CSS custom properties, those of the normalizations last. */
export function declareColors(names: readonly ColorName[]): readonly string[] {
  return [
    ...names.map((name) => `--${name}: ${lightDark(COLORS[name])};`),
    ...Object.entries(SERIES_COLORS).map(([name, shades]) => `--series-${name}: ${lightDark(shades)};`),
  ];
}

export function lightDark([light, dark]: Shades): string {
  return `light-dark(${light}, ${dark})`;
}
