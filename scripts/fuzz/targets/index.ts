import { readFileSync } from 'node:fs';
import type { FuzzKind, FuzzTarget } from '../fuzzTarget';
import { type FuzzOptions, type FuzzResult, runFuzz } from '../runFuzz';
import { createAddressTarget, createRequestTarget } from './addresses';
import { createCheckpointTarget } from './checkpoints';
import { createCommandTarget } from './commandLines';
import { createDatasetTarget } from './datasetFiles';
import { createRunTarget } from './runFiles';
import { createBenchTarget, createDiagnosticTarget, createKeptTarget, createTuningTarget } from './stores';

const BENCH_FILE = new URL('../../../bench/results/2026-11-23-swiftshader-bench.json', import.meta.url);

/** A kind: what it is, and how so many cases of it are tried. */
export interface Fuzz {
  readonly says: string;
  readonly run: (options: FuzzOptions) => Promise<FuzzResult>;
}

function fuzz<Case>(says: string, create: () => FuzzTarget<Case> | Promise<FuzzTarget<Case>>): Fuzz {
  return {
    says,
    run: async (options) => {
      const target = await create();
      try {
        return await runFuzz(target, options);
      } finally {
        target.dispose();
      }
    },
  };
}

export const FUZZES: Readonly<Record<FuzzKind, Fuzz>> = {
  idx: fuzz('IDX files', () => createDatasetTarget('plain')),
  gzip: fuzz('gzip files of IDX files', () => createDatasetTarget('gzip')),
  run: fuzz('run files', createRunTarget),
  checkpoint: fuzz('checkpoints, gone on with where they are taken', createCheckpointTarget),
  tuning: fuzz('tuning stores', createTuningTarget),
  kept: fuzz('descriptions of kept runs', createKeptTarget),
  diagnostic: fuzz('diagnostic files, as doctor reads them', createDiagnosticTarget),
  bench: fuzz('benches', () => createBenchTarget(JSON.parse(readFileSync(BENCH_FILE, 'utf8')))),
  address: fuzz("the page's addresses", createAddressTarget),
  request: fuzz('requests to the server', createRequestTarget),
  options: fuzz('command lines', createCommandTarget),
};
