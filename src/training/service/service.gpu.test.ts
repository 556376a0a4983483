import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import type { RawOptions } from '../../run/options';
import { readRunFile } from '../../run/readRunFile';
import type { RunFile } from '../../run/runFile';
import { createDeviceSession } from './deviceSession';
import { createTrainerService } from './service';

const session = createDeviceSession();
const service = createTrainerService({ session });

/** Small, but for the 10,000 examples that validate and the 10,000 that test. */
const SMALL = { 'train-examples': '256', 'batch-size': '64', epochs: '1', normalizations: 'scale,standardize' };

async function run(raw: RawOptions, onEvent: (event: TrainingEvent) => void = () => undefined) {
  const events: TrainingEvent[] = [];
  const file = await service.train(await service.resolveOptions(raw), (event) => {
    events.push(event);
    onEvent(event);
  });
  return { file: readBack(file), events };
}

/** Through JSON and all that a reader checks. */
function readBack(file: RunFile): RunFile {
  return readRunFile(JSON.stringify(file), 'run.json');
}

describe("a run on Weft's kernels", () => {
  it('ends with a valid run file, after a pause', async () => {
    let isPaused = false;
    const { file, events } = await run(SMALL, ({ type }) => {
      if (type === 'metricsRead' && !isPaused) {
        isPaused = true;
        service.pause();
      }
      if (type === 'runPaused') {
        setTimeout(() => service.resume(), 50);
      }
    });
    expect(file.status).toBe('finished');
    expect(file.adapter).toEqual(await service.describeAdapter());
    expect(file.members.map(({ normalization, status }) => [normalization, status])).toEqual([
      ['scale', 'finished'],
      ['standardize', 'finished'],
    ]);
    for (const { history, test, diagnostics } of file.members) {
      expect(history).toHaveLength(1);
      expect(diagnostics.map(({ epoch, layers }) => [epoch, layers.length])).toEqual([
        [0, 3],
        [1, 3],
      ]);
      const counts = test?.confusion.flat() ?? [];
      const hits = test?.confusion.reduce((sum, row, label) => sum + (row[label] as number), 0) ?? 0;
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
      expect(hits / 10_000).toBeCloseTo(test?.accuracy ?? Number.NaN, 6);
      // Four steps teach more than chance, which is 0.1.
      expect(history[0]?.valAccuracy).toBeGreaterThan(0.2);
      expect(test?.accuracy).toBeGreaterThan(0.2);
    }
    expect(file.mistakes.map(({ normalization, mistakes }) => [normalization, mistakes.length])).toEqual([
      ['scale', 12],
      ['standardize', 12],
    ]);
    const { throughput, memory } = file;
    expect(throughput.dispatchesPerStep).toBeLessThanOrEqual(20);
    expect(throughput.perNormalization.every(({ normalizeGbPerSecond }) => normalizeGbPerSecond > 0)).toBe(true);
    expect(memory.tensorsAfter).toBe(memory.tensorsBefore);

    const types = events.map((event) => (event.type === 'phaseChanged' ? event.phase : event.type));
    const order = [...new Set(types)].filter((type) => type !== 'progressed');
    expect(order).toEqual([
      ...['loading-data', 'runStarted', 'compiling', 'diagnosed', 'training', 'metricsRead', 'runPaused', 'runResumed'],
      ...['validating', 'epochEnded', 'throughputMeasured', 'memoryMeasured', 'testing', 'memberTested'],
    ]);
  });
});

describe('a run with callbacks', () => {
  /** Nothing improves by so much: after the first epoch, every epoch is a plateau. */
  const NEVER_ENOUGH = { 'plateau-min-delta': '100', 'stopping-min-delta': '100' };
  const MONITORS = { 'plateau-monitor': 'held_out_loss', 'stopping-monitor': 'held_out_loss' };

  it('stops, restores and reduces, and tells the function that the service was given', async () => {
    const told: (readonly [epoch: number, members: number, valLosses: readonly number[]])[] = [];
    const watched = createTrainerService({
      session,
      onEpochEnd: ({ epoch, members, records }) => {
        told.push([epoch, members.length, records.map(({ valLoss }) => valLoss)]);
      },
    });
    // One step an epoch.
    const plain = { ...SMALL, normalizations: 'scale', 'held-out-examples': '64', 'batch-size': '192' };
    const options = await watched.resolveOptions({
      ...{ ...plain, ...NEVER_ENOUGH, ...MONITORS, epochs: '3' },
      ...{ 'early-stopping': 'compare', 'stopping-patience': '1' },
      ...{ 'reduce-lr-on-plateau': 'on', 'plateau-patience': '1' },
    });
    const file = readBack(await watched.train(options, () => undefined));
    const [untilTheEnd, stopped] = file.members;
    expect(untilTheEnd).toMatchObject({ status: 'finished', restoredEpoch: null });
    expect(untilTheEnd?.history.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.001, 0.0005]);
    expect(stopped).toMatchObject({ status: 'stopped-early', restoredEpoch: 1 });
    // The same seed, so the same bits for as long as both trained.
    expect(stopped?.history).toEqual(untilTheEnd?.history.slice(0, 2));
    expect(stopped?.history[0]?.heldOutLoss).toBeGreaterThan(0);
    expect(stopped?.test?.loss).not.toBe(untilTheEnd?.test?.loss);
    expect(file.throughput.imagesPerSecond).toBeGreaterThan(0);
    expect(told.map(([epoch, members]) => [epoch, members])).toEqual([
      [1, 2],
      [2, 2],
      [3, 1],
    ]);
    expect(told[2]?.[2]).toEqual([untilTheEnd?.history[2]?.valLoss]);

    // Restored, it is tested with the weights that a run of one epoch ends with.
    const short = readBack(
      await watched.train(await watched.resolveOptions({ ...plain, epochs: '1' }), () => undefined),
    );
    expect(stopped?.test).toEqual(short.members[0]?.test);
  });
});

it('refuses options that contradict each other, whoever made them', async () => {
  const options = await service.resolveOptions({ ...SMALL, 'early-stopping': 'on', 'stopping-patience': '1' });
  await expect(service.train({ ...options, earlyStopping: 'off' }, () => undefined)).rejects.toMatchObject({
    code: 'bad-option',
    option: 'stopping-patience',
  });
});

describe('a run on stock kernels', () => {
  it('that is stopped ends with a valid run file, and no other run starts beside it', async () => {
    const second: Promise<unknown>[] = [];
    const { file } = await run({ ...SMALL, kernels: 'stock' }, ({ type }) => {
      if (type === 'metricsRead' && second.length === 0) {
        second.push(expect(run(SMALL)).rejects.toMatchObject({ code: 'run-failed' }));
        service.stop();
      }
    });
    await Promise.all(second);
    expect(second).toHaveLength(1);
    expect(file.status).toBe('stopped');
    expect(file.members.map(({ status, test }) => [status, test])).toEqual([
      ['stopped', null],
      ['stopped', null],
    ]);
    expect(file.throughput.imagesPerSecond).toBeGreaterThan(0);
  });
});

describe('a run that cannot be', () => {
  it('is refused by name of its dataset, and the next one works', async () => {
    await expect(run({ ...SMALL, dataset: 'no-such' })).rejects.toMatchObject({ code: 'bad-dataset' });
    const { file } = await run(SMALL, ({ type }) => type === 'metricsRead' && service.stop());
    expect(file.status).toBe('stopped');
  });

  it('is refused by name of the option, before anything starts', async () => {
    await expect(service.resolveOptions({ epochs: '0' })).rejects.toMatchObject({ code: 'bad-option' });
  });
});
