import type { TuneOptions } from '../../kernels/matmul/tuner';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { Peer } from '../work/competitor';

/** What the suites build their competitors with. */
export interface BenchContext {
  readonly bridge: TfjsBridge;
  readonly peers: readonly Peer[];
  /** How products are tuned before they are measured, as they are before training; `undefined` for the shipped choice. */
  readonly tuning: TuneOptions | undefined;
}
