import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../training/events';
import { epochEnded, runStarted, sampleOptions, sampleReport } from '../testing/sampleRun';
import { type ResultRow, resultRows } from './resultRows';
import { beginRun, endRun, reduceTraining } from './runView';
import { seriesOf } from './series';

function rowsAfter(raw: Readonly<Record<string, string>>, ...events: readonly TrainingEvent[]): readonly ResultRow[] {
  const options = sampleOptions(raw);
  const run = [runStarted(options), ...events].reduce(reduceTraining, beginRun(options));
  return resultRows(seriesOf(options, run.members), run.throughput);
}

describe('resultRows', () => {
  it('has a row for every normalization before anything is trained', () => {
    const rows = resultRows(seriesOf(sampleOptions(), []), []);
    expect(rows.map(({ series, status }) => [series.label, status])).toEqual([
      ['raw', 'not trained yet'],
      ['scale', 'not trained yet'],
    ]);
    expect(rows[0]?.valAccuracy).toBeUndefined();
  });

  it('gives the mean and range over seeds', () => {
    const [raw] = rowsAfter({ seeds: '2' }, epochEnded(1, [0.5, 0.75, 0.8, 0.9]));
    expect(raw?.valAccuracy).toEqual({ mean: 0.625, low: 0.5, high: 0.75, count: 2 });
  });

  it('counts members that fare differently', () => {
    const [raw, scale] = rowsAfter(
      { seeds: '2' },
      { type: 'phaseChanged', phase: 'training', message: '' },
      { type: 'memberDiverged', member: 1, epoch: 1 },
    );
    expect(raw).toMatchObject({ status: '1 training, 1 diverged', isTroubled: true });
    expect(scale).toMatchObject({ status: '2 training', isTroubled: false });
  });

  it('tells learning rates apart and gives each normalization its speed once', () => {
    const rows = rowsAfter(
      { 'learning-rates': '0.01,0.001' },
      {
        type: 'throughputMeasured',
        perNormalization: [{ normalization: 'raw', imagesPerSecond: 300, normalizeGbPerSecond: 1 }],
      },
    );
    expect(rows.map(({ series, throughputRows }) => [series.label, throughputRows])).toEqual([
      ['raw · 0.01', 2],
      ['raw · 0.001', 0],
      ['scale · 0.01', 2],
      ['scale · 0.001', 0],
    ]);
    expect(rows[0]?.throughput?.imagesPerSecond).toBe(300);
    expect(rows[2]?.throughput).toBeUndefined();
  });

  it('does not hide a figure that was not finite in a mean', () => {
    const options = sampleOptions({ seeds: '2' });
    const report = sampleReport(options, [{ test: { loss: null, accuracy: 0.1 } }]);
    const run = endRun(reduceTraining(beginRun(options), runStarted(options)), report);
    const [raw] = resultRows(seriesOf(options, run.members), run.throughput);
    expect(raw?.testLoss?.mean).toBeNaN();
    expect(raw?.testAccuracy?.mean).toBeCloseTo(0.45, 12);
  });
});
