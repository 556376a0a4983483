import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DATASET_FILES } from '../../data/datasetFiles';
import { tuningFile } from '../dawn/fileTuningStore';
import { readVersions } from '../diagnosis/versions';
import type { DoctorCommand } from './doctorCommand';
import type { Examined } from './doctorRun';
import { readLastFailures, readTuning } from './history';
import { readMachine } from './machine';
import { probePlace, probeReadable } from './places';

export interface Surroundings {
  /** The folder that has `datasets/`. */
  readonly root: string;
  /** Where builds are put; `undefined` where nothing is built. */
  readonly builds: string | undefined;
}

/** Looks at the machine, and starts nothing. */
export async function examine(
  { runtime, runs }: Pick<DoctorCommand, 'runtime' | 'runs'>,
  { root, builds }: Surroundings,
): Promise<Examined> {
  const tuning = tuningFile();
  return {
    versions: await readVersions(runtime),
    machine: readMachine(),
    places: [
      await probePlace('runs', runs),
      await probePlace('tuning', tuning === undefined ? undefined : dirname(tuning)),
      ...(builds === undefined ? [] : [await probePlace('builds', builds)]),
      await probePlace('temporary', tmpdir(), { isMade: false }),
      probeReadable('dataset', DATASET_FILES, join(root, 'datasets/fashion-mnist')),
    ],
    tuning: readTuning(tuning),
    lastFailures: readLastFailures(runs),
  };
}
