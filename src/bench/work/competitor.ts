import type { Verdict } from './checkOutputs';

/** `weft-in-tfjs` is a plain tfjs program with Weft's kernels installed. The two `-wasm` ones compute on the processor. */
export const IMPLEMENTATIONS = ['weft', 'weft-in-tfjs', 'tfjs', 'tfjs-wasm', 'jax-js', 'jax-js-wasm'] as const;
export type Implementation = (typeof IMPLEMENTATIONS)[number];

/** Whom a bench can be asked to compare with. */
export const PEERS = ['tfjs', 'jax-js'] as const;
export type Peer = (typeof PEERS)[number];

/** One implementation of one case, ready to run. */
export interface Competitor {
  /** Does the work so many times; resolves when all of it is done. */
  run(runs: number): Promise<void>;
  /** Called after the first run: waits for what that began, such as faster kernels compiling in the background. */
  settle?(): Promise<void>;
  /** GPU time of the last `run` by the GPU's own clock, read outside of the timed stretch. */
  readGpuMs?(): Promise<number | undefined>;
  /** Makes every output unusable (NaN), or state what it was at first, so that only the timed runs can make it right. */
  poison?(): Promise<void>;
  /** What the timed runs have written, against float64. */
  verify(): Promise<Verdict>;
  dispose(): void;
}

/** How to get a competitor; whatever it throws is shown in its row, and the others go on. */
export interface CompetitorEntry {
  readonly implementation: Implementation;
  readonly variant: string;
  /** False where a shader it needs was compiled before, so that its first use shows no compile time. */
  readonly isFirstUse?: boolean;
  /** Images a run trains, where it is another number than the case says. */
  readonly imagesPerRun?: number;
  /** On the processor, by nature and whatever the adapter. */
  readonly isCpu?: boolean;
  /** What a reader of the row should know. */
  readonly remark?: string;
  open(): Promise<Competitor>;
}

/** Says why an implementation takes no part; anything else that is thrown is a failure. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut';
}
