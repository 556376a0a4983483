import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { benchFileSchema } from '../../../src/bench/benchFile';
import { createFileTuningStore } from '../../../src/cli/dawn/fileTuningStore';
import { looseFolder } from '../../../src/cli/diagnosis/diagnosis';
import { readLastFailures } from '../../../src/cli/doctor/history';
import { temporaryFolder } from '../../../src/cli/files/temporaryFolder';
import { requireFile } from '../../../src/cli/requireFile';
import { RunFolder } from '../../../src/cli/runs/runFolder';
import { findStored } from '../../../src/kernels/matmul/findStored';
import type { MatmulVariant } from '../../../src/kernels/matmul/variants';
import { EventLog } from '../../../src/run/diagnostic/eventLog';
import { makeDiagnostic } from '../../../src/run/diagnostic/makeDiagnostic';
import { newKeptRun } from '../../../src/run/keptRun';
import { PRESET_DEFAULTS } from '../../../src/run/options';
import { SAMPLE_ADAPTER } from '../../../src/testing/sampleAdapter';
import { type FuzzTarget, requireSame, requireThat, tryWork } from '../fuzzTarget';
import { type ByteMutation, mutateBytes } from '../mutations/byteMutations';
import { anyJsonMutations, type JsonMutation, mutateJson } from '../mutations/jsonMutations';
import { anyTextChange, decode } from './runFiles';

interface StoreCase {
  readonly changes: readonly JsonMutation[];
  readonly bytes: readonly ByteMutation[];
}

const anyStoreCase = fc.record({ changes: anyJsonMutations(), bytes: anyTextChange() });

function changedText(value: unknown, { changes, bytes }: StoreCase): string {
  const json = mutateJson(value, changes);
  return bytes.length === 0 ? json : decode(mutateBytes(new TextEncoder().encode(json), bytes));
}

const VARIANTS: readonly MatmulVariant[] = [
  { family: 'register', rows: 8, cols: 4, kStep: 4, workgroupSize: 64 },
  { family: 'tile', rows: 4, cols: 4, kStep: 8, lanesX: 8, lanesY: 8, splits: 4 },
];
const PLANS = VARIANTS.map((variant) => ({ variant }));
const KEY = 'matmul/some adapter/128x784x512/0123456789abcdef';
const WINNERS = { [KEY]: VARIANTS[0], [`${KEY}2`]: VARIANTS[1], 'self-test/some adapter/0123': 'right' };

/** Never refuses: what cannot be used is measured anew, and what is then written must be there for the next program. */
export function createTuningTarget(): FuzzTarget<StoreCase> {
  const folder = mkdtempSync(join(temporaryFolder(), 'fuzz-'));
  const path = join(folder, 'tuning.json');
  return {
    cases: anyStoreCase,
    tryCase: async (one) => {
      writeFileSync(path, changedText(WINNERS, one));
      const store = createFileTuningStore(path);
      const found = await Promise.all(
        Object.keys(WINNERS).map(async (key) => findStored(await store.read(key), PLANS)),
      );
      const known = VARIANTS.map((variant) => JSON.stringify(variant));
      requireThat(
        found.every((variant) => variant === undefined || known.includes(JSON.stringify(variant))),
        'A variant was given that is none of the adapter’s.',
      );
      await store.write('another', 'right');
      requireSame(await createFileTuningStore(path).read('another'), 'right', 'What was written');
      JSON.parse(readFileSync(path, 'utf8'));
      return found[0] === undefined ? 'refused' : 'taken';
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const KEPT = newKeptRun(
  { config: PRESET_DEFAULTS.quick, runtime: 'dawn' },
  new Date('2026-01-02T03:04:05Z'),
  Uint8Array.of(1, 2, 3),
);

/** What is known of a kept run: one that cannot be read is left out of the list, and the others stay. */
export function createKeptTarget(): FuzzTarget<StoreCase> {
  const folder = mkdtempSync(join(temporaryFolder(), 'fuzz-'));
  const other = { ...KEPT, id: `${KEPT.id}-other` };
  const place = (id: string, name: string) => join(folder, id, name);
  for (const { id } of [KEPT, other]) {
    mkdirSync(join(folder, id));
  }
  writeFileSync(place(other.id, 'about.json'), JSON.stringify(other));
  return {
    cases: anyStoreCase,
    tryCase: async (one) => {
      writeFileSync(place(KEPT.id, 'about.json'), changedText(KEPT, one));
      const runs = new RunFolder(folder);
      const listed = runs.list();
      requireThat(
        listed.some(({ id }) => id === other.id),
        'Another run is no longer listed.',
      );
      const found = runs.find(KEPT.id);
      if (found === undefined) {
        return 'refused';
      }
      const held = await runs.hold(found);
      await held?.change({ state: 'failed', failure: 'some' });
      await held?.release();
      requireSame(runs.find(KEPT.id), { ...found, state: 'failed', failure: 'some' }, 'The run, changed,');
      return 'taken';
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What failed, as a command leaves it: one that cannot be read is left out of what `doctor` tells. */
export function createDiagnosticTarget(): FuzzTarget<StoreCase> {
  const runs = mkdtempSync(join(temporaryFolder(), 'fuzz-'));
  mkdirSync(looseFolder(runs));
  const file = makeDiagnostic({
    work: 'train',
    versions: { weft: 'abc', tfjs: '4', node: 'v20', browser: null, dawn: null, system: 'linux' },
    adapter: { ...SAMPLE_ADAPTER, features: [...SAMPLE_ADAPTER.features] },
    browser: null,
    asked: { dataset: 'mine' },
    config: PRESET_DEFAULTS.quick,
    error: new Error('The device was lost.'),
    log: new EventLog(),
    home: undefined,
  });
  return {
    cases: anyStoreCase,
    tryCase: (one) => {
      writeFileSync(join(looseFolder(runs), 'it.json'), changedText(file, one));
      const failures = readLastFailures(runs);
      requireThat(
        failures.every(({ what }) => what.length <= MOST_TOLD && !/(?!\n)\p{Cc}/u.test(what)),
        'What is told is too long, or acts on a terminal.',
      );
      return failures.length === 0 ? 'refused' : 'taken';
    },
    dispose: () => rmSync(runs, { recursive: true, force: true }),
  };
}

/** Of what failed. */
const MOST_TOLD = 1001;

/** What a page hands over as a bench. */
export function createBenchTarget(benchFile: unknown): FuzzTarget<StoreCase> {
  return {
    cases: anyStoreCase,
    tryCase: async (one) => {
      let value: unknown;
      try {
        value = JSON.parse(changedText(benchFile, one));
      } catch {
        return 'refused';
      }
      const read = () => requireFile(benchFileSchema, value, 'weft.bench');
      const answer = await tryWork(read, { codes: [], places: ['weft.bench'], allowsCommandError: true });
      if (answer === undefined) {
        return 'refused';
      }
      requireSame(requireFile(benchFileSchema, answer.result, 'weft.bench'), answer.result, 'The bench, read again,');
      return 'taken';
    },
    dispose: () => undefined,
  };
}
