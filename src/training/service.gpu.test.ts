import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from './events';
import type { RawOptions } from './options';
import { runReportSchema } from './report';
import { createTrainerService } from './service';

const service = createTrainerService();

/** Small, but for the 10,000 examples that validate and the 10,000 that test. */
const SMALL = { 'train-examples': '256', 'batch-size': '64', epochs: '1', normalizations: 'scale,standardize' };

async function run(raw: RawOptions, onEvent: (event: TrainingEvent) => void = () => undefined) {
  const events: TrainingEvent[] = [];
  const report = await service.train(await service.resolveOptions(raw), (event) => {
    events.push(event);
    onEvent(event);
  });
  return { report: v.parse(runReportSchema, JSON.parse(JSON.stringify(report))), events };
}

describe("a run on Weft's kernels", () => {
  it('ends with a valid report, after a pause', async () => {
    let isPaused = false;
    const { report, events } = await run(SMALL, ({ type }) => {
      if (type === 'metricsRead' && !isPaused) {
        isPaused = true;
        service.pause();
      }
      if (type === 'runPaused') {
        setTimeout(() => service.resume(), 50);
      }
    });
    expect(report.status).toBe('finished');
    expect(report.adapter).toEqual(await service.describeAdapter());
    expect(report.members.map(({ normalization, status }) => [normalization, status])).toEqual([
      ['scale', 'finished'],
      ['standardize', 'finished'],
    ]);
    for (const { history, test } of report.members) {
      expect(history).toHaveLength(1);
      // Four steps teach more than chance, which is 0.1.
      expect(history[0]?.valAccuracy).toBeGreaterThan(0.2);
      expect(test?.accuracy).toBeGreaterThan(0.2);
    }
    const { throughput, memory } = report;
    expect(throughput.dispatchesPerStep).toBeLessThanOrEqual(20);
    expect(throughput.perNormalization.every(({ normalizeGbPerSecond }) => normalizeGbPerSecond > 0)).toBe(true);
    expect(memory.tensorsAfter).toBe(memory.tensorsBefore);

    const types = events.map((event) => (event.type === 'phaseChanged' ? event.phase : event.type));
    const order = [...new Set(types)].filter((type) => type !== 'progressed');
    expect(order).toEqual([
      ...['loading-data', 'runStarted', 'compiling', 'training', 'metricsRead', 'runPaused', 'runResumed'],
      ...['validating', 'epochEnded', 'throughputMeasured', 'testing', 'memberTested'],
    ]);
  });
});

describe('a run on stock kernels', () => {
  it('that is stopped ends with a valid report, and no other run starts beside it', async () => {
    const second: Promise<unknown>[] = [];
    const { report } = await run({ ...SMALL, kernels: 'stock' }, ({ type }) => {
      if (type === 'metricsRead' && second.length === 0) {
        second.push(expect(run(SMALL)).rejects.toMatchObject({ code: 'run-failed' }));
        service.stop();
      }
    });
    await Promise.all(second);
    expect(second).toHaveLength(1);
    expect(report.status).toBe('stopped');
    expect(report.members.map(({ status, test }) => [status, test])).toEqual([
      ['stopped', null],
      ['stopped', null],
    ]);
    expect(report.throughput.imagesPerSecond).toBeGreaterThan(0);
  });
});

describe('a run that cannot be', () => {
  it('is refused by name of its dataset, and the next one works', async () => {
    await expect(run({ ...SMALL, dataset: 'no-such' })).rejects.toMatchObject({ code: 'bad-dataset' });
    const { report } = await run(SMALL, ({ type }) => type === 'metricsRead' && service.stop());
    expect(report.status).toBe('stopped');
  });

  it('is refused by name of the option, before anything starts', async () => {
    await expect(service.resolveOptions({ epochs: '0' })).rejects.toMatchObject({ code: 'bad-option' });
  });
});
