import { describe, expect, it } from 'vitest';
import { epochEnded, runStarted, sampleOptions } from '../testing/sampleRun';
import { curveSet } from './curves';
import { nearestSeries } from './nearest';
import { beginRun, reduceTraining } from './runView';
import { seriesOf } from './series';

// Two lines over epochs 1 to 3: raw falls from 0.8 to 0.4, scale stays at 0.6. 100 px an epoch, 1000 px to accuracy 1.
const options = sampleOptions({ epochs: '3' });
const run = [
  runStarted(options),
  epochEnded(1, [0.8, 0.6]),
  epochEnded(2, [0.6, 0.6]),
  epochEnded(3, [0.4, 0.6]),
].reduce(reduceTraining, beginRun(options));
const curves = curveSet(seriesOf(options, run.members), 'accuracy');
const scales = { x: (position: number) => 100 * position, y: (value: number) => 1000 * (1 - value) };

function nearestTo(x: number, y: number, maxDistancePx = 24): string | undefined {
  return nearestSeries(curves, scales, { x, y }, maxDistancePx)?.label;
}

describe('nearestSeries', () => {
  it('finds the curve under the pointer, between its points too', () => {
    expect(nearestTo(150, 300)).toBe('raw');
    expect(nearestTo(150, 405)).toBe('scale');
    expect(nearestTo(260, 398)).toBe('scale');
  });

  it('finds none that is further away than asked, measured square to the line', () => {
    expect(nearestTo(150, 375, 24)).toBeUndefined();
    expect(nearestTo(150, 377, 24)).toBe('scale');
    // The steep line is 22.4 px to the right, though 50 px below.
    expect(nearestTo(150, 250, 24)).toBe('raw');
    expect(nearestTo(150, 245, 24)).toBeUndefined();
  });

  it('does not go on beyond the ends of a curve', () => {
    expect(nearestTo(80, 400, 24)).toBe('scale');
    expect(nearestTo(70, 400, 24)).toBeUndefined();
  });

  it('finds none where there are no points', () => {
    const empty = curveSet(seriesOf(options, []), 'accuracy');
    expect(nearestSeries(empty, scales, { x: 0, y: 0 }, 1e9)).toBeUndefined();
  });
});
