import { describe, expect, it } from 'vitest';
import { type FigurePoint, lineOf } from '../run/curves';
import type { LineChartModel, LineSeries } from './model';
import { nearestGroup, nearestPoint } from './nearest';
import { seriesLook } from './palette';

function lineThrough(ys: readonly number[], group: number): LineSeries {
  const points: readonly FigurePoint[] = ys.map((y, index) => ({ x: index + 1, y }));
  return { group, look: seriesLook('raw'), shape: 'line', weight: 'bold', signs: 'points', points: lineOf(points) };
}

const axis = { label: '', scale: 'linear', domain: [0, 4], format: String } as const;

function chartOf(series: readonly LineSeries[]): LineChartModel {
  return {
    kind: 'lines',
    id: 'chart',
    title: 'Chart',
    description: 'A chart.',
    x: axis,
    y: { ...axis, domain: [0, 1] },
    series,
    guides: [],
    marks: [],
    zones: [],
  };
}

// Two lines over epochs 1 to 3: one falls from 0.8 to 0.4, one stays at 0.6. 100 px an epoch, 1000 px to accuracy 1.
const falling = lineThrough([0.8, 0.6, 0.4], 0);
const level = lineThrough([0.6, 0.6, 0.6], 1);
const chart = chartOf([falling, level]);

const scaleBy = (place: (value: number) => number, high: number) =>
  Object.assign((value: number) => place(Math.min(high, Math.max(0, value))), { extended: place, ticks: [] });
const scales = { x: scaleBy((x) => 100 * x, 4), y: scaleBy((y) => 1000 * (1 - y), 1) };

function nearestTo(x: number, y: number, maxPx = 24, { within = chart } = {}): string | undefined {
  const group = nearestGroup(within, scales, { x, y }, maxPx);
  return group === undefined ? undefined : ['falling', 'level'][group];
}

describe('nearestGroup', () => {
  it('finds the curve under the pointer, between its points too', () => {
    expect(nearestTo(150, 300)).toBe('falling');
    expect(nearestTo(150, 405)).toBe('level');
    expect(nearestTo(260, 398)).toBe('level');
  });

  it('finds none that is further away than asked, measured square to the line', () => {
    expect(nearestTo(150, 375, 24)).toBeUndefined();
    expect(nearestTo(150, 377, 24)).toBe('level');
    // The steep line is 22.4 px to the right, though 50 px below.
    expect(nearestTo(150, 250, 24)).toBe('falling');
    expect(nearestTo(150, 245, 24)).toBeUndefined();
  });

  it('does not go on beyond the ends of a curve', () => {
    expect(nearestTo(80, 400, 24)).toBe('level');
    expect(nearestTo(70, 400, 24)).toBeUndefined();
  });

  it('leaves a line where it is cut off by the edge of the axis', () => {
    const within = chartOf([lineThrough([3, 3, 3], 0)]);
    expect(nearestTo(200, 0, 24, { within })).toBeUndefined();
  });

  it('knows no lines of members', () => {
    const within = chartOf([{ ...falling, isMember: true }]);
    expect(nearestTo(150, 300, 24, { within })).toBeUndefined();
  });

  it('finds none where there are no points', () => {
    expect(nearestTo(0, 0, 1e9, { within: chartOf([lineThrough([], 0)]) })).toBeUndefined();
  });
});

describe('nearestPoint', () => {
  const said = chartOf([falling, { ...level, describe: ({ x, y }) => [`${x}`, `${y}`] }]);

  it('finds the nearest point that can be said, where it is drawn', () => {
    expect(nearestPoint(said, scales, { x: 195, y: 405 }, 30)).toMatchObject({ x: 200, y: 400, lines: ['2', '0.6'] });
    // On the other line, which says nothing.
    expect(nearestPoint(said, scales, { x: 300, y: 600 }, 30)).toBeUndefined();
  });

  it('finds a value beyond the axis at its edge', () => {
    const beyond = chartOf([{ ...lineThrough([3], 0), describe: ({ y }) => [`${y}`] }]);
    expect(nearestPoint(beyond, scales, { x: 100, y: 10 }, 30)).toMatchObject({ x: 100, y: 0, lines: ['3'] });
  });
});
