import { type ErrorFacts, LOWEST_VERSIONS } from '../errors';

/** Where WebGPU comes from, as far as advice differs. */
export type GpuPlace = Extract<ErrorFacts, { about: 'gpu-unavailable' }>['place'];

export interface Browser {
  readonly place: GpuPlace;
  /** The first part of its version; `undefined` where it does not tell. */
  readonly version: number | undefined;
}

/** In the order in which they are looked for: each of them names those after it as well. */
const PATTERNS: readonly (readonly [GpuPlace, RegExp])[] = [
  ['edge', /\bEdgA?\/(\d+)/],
  ['firefox', /\bFirefox\/(\d+)/],
  ['chrome', /\b(?:Headless)?Chrom(?:e|ium)\/(\d+)/],
  // On iOS every browser is Safari within, and its version is that of the system.
  ['safari', /\b(?:CPU (?:iPhone )?OS|Version)[ /](\d+)[\d._]*.*\bSafari\//],
];

/** Which browser a `navigator.userAgent` is of. */
export function identifyBrowser(userAgent: string): Browser {
  for (const [place, pattern] of PATTERNS) {
    const match = pattern.exec(userAgent);
    if (match !== null) {
      return { place, version: Number(match[1]) };
    }
  }
  return { place: 'browser', version: undefined };
}

/** Whether a browser is older than the first version with what Weft needs, or may be. */
export function mayBeTooOld({ place, version }: Browser): boolean {
  const lowest = (LOWEST_VERSIONS as Readonly<Record<string, number>>)[place];
  return version === undefined || (lowest !== undefined && version < lowest);
}
