import type { BenchEvent } from '../bench/events';
import type { AdapterInfo } from '../gpu/adapter';
import type { RawOptions } from '../run/options';

/** The bench as its command drives it, wherever it runs. */
export interface CommandBench {
  describeAdapter(): Promise<AdapterInfo>;
  /** Resolves with the bench file, which nobody has checked yet. */
  bench(raw: RawOptions, onEvent: (event: BenchEvent) => void): Promise<unknown>;
  stopBench(): Promise<void>;
}
