import { BENCH_SCHEMA, type BenchFile, benchFileSchema } from '../../bench/benchFile';
import { SUITES } from '../../bench/work/catalog';
import { PEERS } from '../../bench/work/competitor';
import type { AdapterInfo } from '../../gpu/adapter';
import { withArms } from '../../run/mistakes';
import type { RawOptions } from '../../run/options';
import { type RunFile, runFileSchema } from '../../run/runFile';
import type { CommandBench } from '../commandBench';
import type { CommandTrainer } from '../commandTrainer';
import { requireFile } from '../requireFile';
import type { StageName } from './checkFile';

/** What a check works on. */
export type CheckPlace = CommandTrainer & CommandBench;

/** What a stage is given. */
export interface StageContext {
  readonly place: CheckPlace;
  readonly adapter: AdapterInfo;
  readonly dataset: RawOptions;
  /** Seconds that it should take at most. */
  readonly seconds: number;
  /** Called whenever the work tells something. */
  readonly onEvent: () => void;
}

export interface StageWork {
  readonly name: StageName;
  /** Of the time budget, beside the others that are done. */
  readonly share: number;
  run(context: StageContext): Promise<unknown>;
  /** Ends it early, with what it has until then. */
  stop(place: CheckPlace): Promise<void>;
}

const stopBench = (place: CheckPlace) => place.stopBench();
const stopTraining = (place: CheckPlace) => place.stop();

/** Small cases of every kernel; what a processor takes seconds for is left to the other stages. */
const KERNEL_CASES = [
  ...['matmul/128x', 'matmul/4x', 'matmul/1x784', 'matmul/784x', 'matmul/512x', 'normalize/128x', '/statistics'],
  ...['loss/1x', 'loss/4x', 'adam/1x', 'adam/4x', 'train/1x128/', 'train/4x128/', 'evaluate/1x', 'other/'],
];

/** Members trained at once: on a processor, where a step takes seconds, at most eight. */
const SCALED_MEMBERS = { gpu: [1, 2, 4, 8, 16, 32, 64], software: [1, 2, 4, 8] };

/** Peers as they are for one model and for the notebook's four. */
const COMPARED_MEMBERS = [1, 4];
const SCALING_SAMPLES = '5';

const STUDY_SEEDS = 8;

/** The stages that need an adapter. */
export const ADAPTER_STAGES: readonly StageWork[] = [
  {
    name: 'kernels',
    share: 2,
    run: (context) => bench(context, { suite: SUITES.join(), cases: KERNEL_CASES.join(), peers: 'none', samples: '1' }),
    stop: stopBench,
  },
  {
    name: 'peers',
    share: 4,
    run: (context) => {
      const compared = COMPARED_MEMBERS.map((members) => `train/${members}x128/`);
      const small = [
        'matmul/128x784x512',
        'weight-gradient-1',
        'input-gradient-2',
        'matmul/*/square',
        'normalize/128x',
      ];
      const cases = [...compared, ...small, 'loss/1x', 'adam/1x', 'evaluate/1x', 'loss/4x', 'adam/4x'];
      return bench(context, {
        suite: SUITES.join(),
        cases: cases.filter((name) => !context.adapter.isFallback || !name.includes('square')).join(),
        peers: PEERS.join(),
      });
    },
    stop: stopBench,
  },
  {
    name: 'scaling',
    share: 2,
    run: (context) => {
      const members = context.adapter.isFallback ? SCALED_MEMBERS.software : SCALED_MEMBERS.gpu;
      const cases = members.map((count) => `train/${count}x128/`).join();
      return bench(context, { suite: 'train', cases, peers: 'none', samples: SCALING_SAMPLES });
    },
    stop: stopBench,
  },
  {
    name: 'notebook',
    share: 2,
    run: (context) => train(context, { preset: 'notebook' }),
    stop: stopTraining,
  },
  {
    name: 'study',
    share: 2,
    run: (context) => train(context, { preset: 'study', seeds: String(STUDY_SEEDS) }),
    stop: stopTraining,
  },
];

async function bench({ place, seconds, onEvent }: StageContext, raw: RawOptions): Promise<BenchFile> {
  const budget = String(Math.max(1, Math.floor(seconds)));
  return requireFile(benchFileSchema, await place.bench({ ...raw, budget }, onEvent), BENCH_SCHEMA);
}

async function train({ place, dataset, onEvent }: StageContext, raw: RawOptions): Promise<RunFile> {
  return withArms(requireFile(runFileSchema, await place.train({ ...dataset, ...raw }, onEvent), 'weft.run/1'));
}
