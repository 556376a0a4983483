import type { Verdict } from './checkOutputs';

/** `weft-in-tfjs` is a plain tfjs program with Weft's kernels installed. The two `-wasm` ones compute on the processor. */
export const IMPLEMENTATIONS = ['weft', 'weft-in-tfjs', 'tfjs', 'tfjs-wasm', 'jax-js', 'jax-js-wasm'] as const;
export type Implementation = (typeof IMPLEMENTATIONS)[number];

/** Whom a bench can be asked to compare with. */
export const PEERS = ['tfjs', 'jax-js'] as const;
export type Peer = (typeof PEERS)[number];

/** Waits for the device in a sample; the GPU's clock has room for as many. */
export const MOST_WINDOWS = 1024;

/** One implementation of one case, ready to run. */
export interface Competitor {
  /** Hands the work to its device so many times. It does not wait for the device: the harness does, for everyone. */
  run(runs: number): Promise<void>;
  /** Resolves when all of its work is done, where that is not on the harness's device. */
  wait?(): Promise<void>;
  /** Called after the first run: waits for what that began, such as faster kernels compiling in the background. */
  settle?(): Promise<void>;
  /** GPU time of all runs since it was last asked, by the GPU's own clock; asked outside of the timed stretch. */
  readGpuMs?(): Promise<number | undefined>;
  /**
   * Called when all that will be timed is compiled: makes every output unusable (NaN), or state what it was at first, so
   * that only the timed runs can make it right. A training begins anew, with its first steps checked.
   */
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
  /** Images a run trains or evaluates, all members together; whole steps and evaluations only. */
  readonly imagesPerRun?: number;
  /** A measure of the adapter rather than a competitor: its device is waited for once a sample, as it is at its best. */
  readonly isProbe?: boolean;
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
