import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { parseTrainOptions } from '../../run/options';
import { sampleRun } from '../../run/testing/sampleRun';
import { refusalOf } from '../../testing/refusal';
import { WORDS } from '../../words';
import type { CommandTrainer } from '../commandTrainer';
import { judgeSoak } from './judgeSoak';
import { createNodeMeter, type Measured } from './meters';
import { residentBytesBelow } from './residentMemory';
import { parseSoakCommand } from './soakCommand';
import { type SoakSample, soakFileSchema } from './soakFile';
import { runSoak } from './soakRun';
import { formatSoak, isSteady } from './soakText';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-soak-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MEASURED: Measured = { trainerHeapBytes: 1e7, pageHeapBytes: null, browserBytes: null, nodeBytes: 2e8 };
const SAMPLE: SoakSample = { step: 0, stepMs: 10, gpuBytes: 1e6, gpuBuffers: 50, tensors: 9, ...MEASURED };

/** A sample for each hundredth of a run. */
function samplesOf(change: (sample: number) => Partial<SoakSample>): SoakSample[] {
  return Array.from({ length: 100 }, (_, at) => ({ ...SAMPLE, step: 200 * (at + 1), ...change(at) }));
}

const unsteady = (samples: readonly SoakSample[]) =>
  judgeSoak(samples).flatMap(({ watched, isFlat }) => (isFlat ? [] : [watched]));

describe('a long run is judged', () => {
  it('flat where nothing changes, by everything that was measured', () => {
    const verdicts = judgeSoak(samplesOf(() => ({})));
    expect(verdicts.map(({ watched }) => watched).join()).toBe(
      'gpuBytes,gpuBuffers,tensors,trainerHeapBytes,nodeBytes,stepMs',
    );
    expect(verdicts.every(({ isFlat, drift, tenths }) => isFlat && drift === 0 && tenths.length === 10)).toBe(true);
  });

  it('flat whatever the first tenth was, and whatever a few samples are', () => {
    expect(unsteady(samplesOf((at) => (at < 10 ? { gpuBytes: 5, nodeBytes: 1e9 } : {})))).toEqual([]);
    expect(unsteady(samplesOf((at) => (at % 10 === 3 ? { trainerHeapBytes: 9e7, stepMs: 99 } : {})))).toEqual([]);
  });

  it.each<[string, (at: number) => Partial<SoakSample>]>([
    ['gpuBuffers', (at) => ({ gpuBuffers: 50 + Math.floor(at / 20) })],
    ['tensors', (at) => ({ tensors: 9 + at })],
    ['gpuBytes', (at) => ({ gpuBytes: 1e6 * (1 + at / 2000) })],
    ['trainerHeapBytes', (at) => ({ trainerHeapBytes: 1e7 + 5e4 * at })],
    ['nodeBytes', (at) => ({ nodeBytes: at > 50 ? 2.06e8 : 2e8 })],
    ['nodeBytes', (at) => ({ nodeBytes: 2e8 * (1 - at / 2000) })],
    ['stepMs', (at) => ({ stepMs: 10 + at / 50 })],
    ['stepMs', (at) => ({ stepMs: 10 - at / 50 })],
  ])('by %s where that is not flat', (watched, change) => {
    expect(unsteady(samplesOf(change))).toEqual([watched]);
  });

  it('flat by memory that goes up once, or up and down, and by what a run tells of itself', () => {
    expect(unsteady(samplesOf((at) => ({ nodeBytes: at < 25 ? 1.6e8 : 2e8 })))).toEqual([]);
    expect(unsteady(samplesOf((at) => ({ nodeBytes: 2e8 + 1e7 * (Math.floor(at / 10) % 2) })))).toEqual([]);
    expect(unsteady(samplesOf((at) => ({ trainerHeapBytes: 1e7 + 2e4 * at })))).toEqual([]);
  });

  it('flat within one per cent, and by a pace within a tenth', () => {
    expect(unsteady(samplesOf((at) => ({ gpuBytes: 1e6 * (1 + at / 6000), stepMs: 10 + at / 120 })))).toEqual([]);
  });
});

/** Tells of epochs as the trainer does. */
function fakeTrainer(epochs: number, tensorsAfter: (epoch: number) => number): CommandTrainer {
  const run = sampleRun('quick');
  return {
    describeAdapter: async () => run.adapter,
    resolveOptions: async () => run.config,
    stop: async () => undefined,
    train: async (raw, onEvent, keep) => {
      const options = parseTrainOptions(raw, { isFallback: true });
      const events: TrainingEvent[] = [{ type: 'runStarted', options, members: [], stepsPerEpoch: 200 }];
      for (let epoch = 1; epoch <= epochs; epoch++) {
        events.push(
          { type: 'phaseChanged', phase: 'training', epoch, epochs },
          { type: 'phaseChanged', phase: 'validating', epoch, epochs },
          { type: 'memoryMeasured', gpuBytes: 1e6, gpuBuffers: 50, tensors: tensorsAfter(epoch) },
        );
      }
      await keep?.(Uint8Array.of(1));
      for (const event of events) {
        onEvent(event);
        await new Promise((resolve) => setTimeout(resolve));
      }
      return { ...run, config: { ...run.config, epochs } };
    },
  };
}

const NO_INTERRUPTION = { exitCode: 0, onInterrupt: () => () => undefined };

describe('the command', () => {
  it('takes a hundred samples of a run of 20,000 steps with both callbacks, and writes them', async () => {
    const path = join(folder, 'soak.json');
    const command = parseSoakCommand(['--json', path], {});
    expect(command.epochs).toBe(100);
    expect(parseTrainOptions(command.raw, { isFallback: true })).toMatchObject({
      batchSize: 4,
      trainExamples: 800,
      epochs: 100,
      reduceLrOnPlateau: 'on',
      earlyStopping: 'on',
    });
    let kept = 0;
    const place = {
      trainer: fakeTrainer(100, () => 9),
      measure: async () => MEASURED,
      keep: async () => void kept++,
    };
    // Of steps that take no time there is nothing to say.
    await runSoak(place, command, NO_INTERRUPTION);
    const { samples, steps, verdicts } = v.parse(soakFileSchema, JSON.parse(readFileSync(path, 'utf8')));
    expect([kept, samples.length, samples.at(-1)?.step, steps]).toEqual([1, 100, 20_000, 20_000]);
    expect(verdicts.find(({ watched }) => watched === 'tensors')?.isFlat).toBe(true);
  });

  it.each([
    ['3999', 'Option steps is "3999"; it must be a whole number from 4000 to 200000.'],
    ['many', 'Option steps is "many"; it must be a whole number from 4000 to 200000.'],
  ])('refuses %s steps', (steps, sentence) => {
    expect(refusalOf('bad-option', () => parseSoakCommand(['--steps', steps], {}))).toBe(sentence);
  });

  it('says what grew, and that the run was not steady', async () => {
    const place = { trainer: fakeTrainer(20, (epoch) => epoch), measure: async () => MEASURED };
    expect(await runSoak(place, { ...parseSoakCommand([], {}), epochs: 20 }, NO_INTERRUPTION)).toBe(false);
  });

  it('fails where nothing can be measured', async () => {
    const measure = async () => {
      throw new Error('The browser is gone.');
    };
    const place = { trainer: fakeTrainer(20, () => 9), measure };
    await expect(runSoak(place, parseSoakCommand([], {}), NO_INTERRUPTION)).rejects.toThrow('The browser is gone.');
  });
});

describe('the table', () => {
  const { adapter } = sampleRun('quick');
  const file = v.parse(soakFileSchema, {
    schema: 'weft.soak/1',
    startedAt: '2026-11-25T23:00:00.000Z',
    commit: 'abc1234',
    adapter,
    status: 'finished',
    steps: 20_000,
    epochs: 200,
    wallMs: 200_000,
    verdicts: judgeSoak(samplesOf((at) => ({ tensors: 9 + at }))),
    samples: samplesOf(() => ({})),
  });

  it('has a line for everything that was measured, and a verdict', () => {
    const text = formatSoak(file, WORDS.en, 80);
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(text).toMatch(/GPU memory +0\.954 MiB +0\.954 MiB +0\.954 MiB +0\.0\s% of 1\.0\s% +flat/);
    expect(text).toMatch(/tfjs tensors +14 +24 +104 .* NOT FLAT/);
    expect(text).toMatch(/20,000 steps in 3 min 20 s: not everything stayed flat: see above\.$/);
    expect(formatSoak({ ...file, verdicts: judgeSoak(file.samples) }, WORDS.es, 80)).toContain('nada ha crecido.');
  });

  it('is steady only where the run ended by itself and all is flat', () => {
    const verdicts = judgeSoak(file.samples);
    expect(isSteady({ status: 'finished', verdicts })).toBe(true);
    expect(isSteady({ status: 'stopped', verdicts })).toBe(false);
    expect(isSteady({ status: 'finished', verdicts: [] })).toBe(false);
    expect(isSteady(file)).toBe(false);
  });
});

describe('memory', () => {
  function addProcess(pid: number, parent: number, kibibytes?: number) {
    mkdirSync(join(folder, `${pid}`));
    writeFileSync(join(folder, `${pid}`, 'stat'), `${pid} (odd) name) S ${parent} 1 1`);
    if (kibibytes !== undefined) {
      writeFileSync(join(folder, `${pid}`, 'smaps_rollup'), `Rss:  999 kB\nPss:   ${kibibytes} kB\nPss_Dirty: 5 kB\n`);
    }
  }

  it('is that of all that a process started, and of nothing else', () => {
    addProcess(1, 0, 7);
    addProcess(10, 1, 100);
    addProcess(11, 10, 20);
    addProcess(12, 11, 3);
    addProcess(13, 10);
    addProcess(20, 1, 5000);
    expect(residentBytesBelow(10, folder)).toBe(23 * 1024);
    expect(residentBytesBelow(12, folder)).toBeUndefined();
    expect(residentBytesBelow(10, join(folder, 'none'))).toBeUndefined();
  });

  it('of Node is measured without garbage', async () => {
    const measure = createNodeMeter();
    const before = (await measure()).trainerHeapBytes ?? 0;
    let garbage: unknown[] | undefined = Array.from({ length: 200_000 }, (_, at) => ({ at }));
    const held = (await measure()).trainerHeapBytes ?? 0;
    expect(held - before).toBeGreaterThan(2e6);
    expect(garbage).toHaveLength(200_000);
    garbage = undefined;
    expect(((await measure()).trainerHeapBytes ?? 0) - before).toBeLessThan(1e6);
  });
});
