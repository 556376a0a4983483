import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gpuUnavailable } from '../../gpu/unavailable';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { CommandError } from '../commandError';
import type { CommandPatient } from '../commandTrainer';
import { parseDoctorCommand } from './doctorCommand';
import { doctorFileSchema } from './doctorFile';
import { type DoctorMeans, runDoctor } from './doctorRun';
import { SOUND } from './testing/soundFacts';

let folder: string;
let printed: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-doctor-test-'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(...text.split('\n')));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const PATIENT: CommandPatient = {
  describeAdapter: async () => SAMPLE_ADAPTER,
  proveTraining: async () => SOUND.training,
};
const on =
  (patient: Partial<CommandPatient>): DoctorMeans['open'] =>
  (work, note) => {
    note({ browser: SOUND.browser, browserPath: SOUND.browserPath });
    return work({ ...PATIENT, ...patient });
  };
const never = () => new Promise<never>(() => undefined);

interface Circumstances {
  readonly patienceMs?: number;
  readonly language?: string;
  readonly interrupts?: boolean;
}

async function examine(
  open: DoctorMeans['open'],
  { patienceMs, language = 'en', interrupts = false }: Circumstances = {},
) {
  const command = parseDoctorCommand(['--json', join(folder, 'd.json'), '--language', language], {});
  const home = join(homedir(), 'runs');
  const [runs] = SOUND.places;
  const isWorking = await runDoctor(
    command,
    {
      needsDataset: true,
      examine: async () => ({ ...SOUND, places: [{ ...(runs as (typeof SOUND.places)[number]), path: home }] }),
      open,
    },
    {
      exitCode: 0,
      onInterrupt: (stop) => {
        if (interrupts) {
          void stop();
        }
        return () => undefined;
      },
    },
    patienceMs,
  );
  const file = v.parse(doctorFileSchema, JSON.parse(readFileSync(join(folder, 'd.json'), 'utf8')));
  expect(printed.at(-1)).toBe(file.verdict);
  expect(file.isWorking).toBe(isWorking);
  return file;
}

describe('the doctor', () => {
  it('says everything, the verdict last, and hides the home in the file', async () => {
    const file = await examine(on({}));
    expect(file.isWorking).toBe(true);
    expect(file.places[0]?.path).toBe('~/runs');
    expect(file.training?.losses).toEqual([2.3, 2, 1.5]);
    for (const text of [
      'Weft abc1234',
      'Runs: ',
      'Browser: ',
      'driver 1.2',
      'webgpu enabled',
      'Features: ',
      'Limits: ',
      'Loss: ',
      'Self-tests: 6',
    ]) {
      expect(
        printed.some((line) => line.includes(text)),
        text,
      ).toBe(true);
    }
  });

  it('speaks Spanish', async () => {
    expect((await examine(on({}), { language: 'es' })).verdict).toMatch(/^Se puede entrenar con/);
  });

  it.each<[string, DoctorMeans['open'], string]>([
    ['has no browser', () => Promise.reject(new CommandError('None.', { problem: 'no-browser' })), 'no-browser'],
    [
      'has no adapter',
      on({ describeAdapter: () => Promise.reject(gpuUnavailable('no-adapter', { place: 'chrome', version: 156 })) }),
      'no-adapter',
    ],
    ['fails in a step', on({ proveTraining: () => Promise.reject(new TypeError('x is undefined')) }), 'unforeseen'],
    ['gives what is no proof', on({ proveTraining: async () => ({}) }), 'unforeseen'],
    [
      'computes something else',
      on({ proveTraining: async () => ({ ...SOUND.training, losses: [2.3, 2.2, 2.1] }) }),
      'wrong',
    ],
    [
      'does not learn',
      on({ proveTraining: async () => ({ ...SOUND.training, losses: [2, 2, 2], reference: [2, 2, 2] }) }),
      'not-learning',
    ],
  ])('finds that a machine that %s does not train', async (_, open, kind) => {
    const file = await examine(open);
    expect(file.isWorking).toBe(false);
    expect(file.findings[0]?.kind).toBe(kind);
    // What was found out until then is said all the same.
    expect(file.versions.weft).toBe('abc1234');
  });

  it('waits for nothing for ever', async () => {
    const file = await examine(on({ proveTraining: never }), { patienceMs: 20 });
    expect(file.findings[0]?.kind).toBe('no-answer');
    expect(file.adapter).not.toBeNull();
  });

  it('does not call a machine sound that it was kept from trying', async () => {
    const file = await examine(on({ proveTraining: never }), { interrupts: true });
    expect(file.findings[0]?.kind).toBe('not-tried');
  });
});

describe('parseDoctorCommand', () => {
  it.each([
    [['--runtime', 'bun'], /^Option runtime is "bun"; it must be one of browser, dawn\.$/],
    [['--adapter', 'x'], /^Option adapter is "x"/],
    [['--json', 'no/such/folder/x.json'], /no folder/],
    [['--jsn', 'x'], /^Unknown option '--jsn'/],
  ])('refuses %j', (argv, message) => {
    expect(() => parseDoctorCommand(argv, {})).toThrow(message);
  });
});
