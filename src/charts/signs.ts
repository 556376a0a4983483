import type { Sign } from './model';
import { round } from './scale';

/** A sign each, as a path of 12 × 12: colour is never the only way to tell series apart. */
export const SIGNS: Readonly<Record<Sign, string>> = {
  raw: 'M6 1.4 11 10.2H1Z',
  scale: 'M6 1.7a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 1 0 0-8.6Z',
  center: 'M2 2h8v8H2Z',
  standardize: 'M6 .6 10 6 6 11.4 2 6Z',
  'scale-center': 'M4.3 1.2h3.4v3.1h3.1v3.4H7.7v3.1H4.3V7.7H1.2V4.3h3.1Z',
  'pixel-standardize': 'M6 .6 7.3 4.2l3.9.1L8.1 6.7l1.1 3.7L6 8.2l-3.2 2.2 1.1-3.7L.8 4.3l3.9-.1Z',
};

const HALF = 6;

/** Puts the middle of a sign at a place. @param size 1 is 12 pixels. */
export function signAt(x: number, y: number, size: number): string {
  const [left, top] = [x, y].map((middle) => round(middle - HALF * size));
  return `translate(${left} ${top}) scale(${String(size).replace(/^0/, '')})`;
}
