import type { AdapterInfo } from '../gpu/adapter';
import type { BenchFile, BenchRow, Peaks } from './benchFile';
import type { BenchOptions } from './benchOptions';

/** Everything a bench tells while it goes, as plain data. */
export type BenchEvent =
  | { readonly type: 'benchStarted'; readonly adapter: AdapterInfo; readonly caseIds: readonly string[] }
  | {
      readonly type: 'benchProgressed';
      /** The case at hand, its place from 1, and how many there are; `undefined` while the peaks are measured. */
      readonly measuring: { readonly caseId: string; readonly place: number; readonly count: number } | undefined;
      /** Share of the cases that are done: 0…1. */
      readonly shareDone: number;
    }
  | { readonly type: 'peaksMeasured'; readonly peaks: Peaks }
  /** All rows of one case. */
  | { readonly type: 'rowsMeasured'; readonly rows: readonly BenchRow[] };

/** The bench in its worker, as the page and the commands see it. */
export interface BenchService {
  /** Not while a run trains. Resolves when it ended, by itself or by `stopBench()`. */
  bench(options: BenchOptions, onEvent: (event: BenchEvent) => void): Promise<BenchFile>;
  /** Ends the bench after the sample at hand; its file then has status "stopped" and the cases that were done. */
  stopBench(): Promise<void>;
}
