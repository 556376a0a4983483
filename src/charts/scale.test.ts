import { expect, test } from 'vitest';
import { scaleOf } from './scale';

test('what lies beyond an axis is drawn at its edge, a value without a logarithm too', () => {
  const axis = { label: 'loss', scale: 'log', domain: [0.1, 10], format: String } as const;
  const place = scaleOf(axis, [0, 100], 5);
  expect([-4, 0, 0.1, 1, 10, 1e12].map(place)).toEqual([0, 0, 0, 50, 100, 100]);
});

test('ticks are left out evenly where there is no room for all', () => {
  const axis = {
    label: 'epoch',
    scale: 'linear',
    domain: [0, 9],
    ticks: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    format: String,
  };
  expect(scaleOf({ ...axis, scale: 'linear', domain: [0, 9] }, [0, 90], 5).ticks).toEqual([0, 2, 4, 6, 8]);
});

test('round ticks stay round where there is room for few', () => {
  const axis = { label: 'share', scale: 'linear', domain: [0.08, 0.92], format: String } as const;
  expect(scaleOf(axis, [0, 100], 8).ticks).toEqual([0.2, 0.4, 0.6, 0.8]);
  for (const room of [1, 2, 3, 5, 8, 13]) {
    expect(scaleOf(axis, [0, 100], room).ticks.length).toBeLessThanOrEqual(room);
  }
});

test('what is cut off at the edge of an axis runs on beyond it', () => {
  const { extended } = scaleOf({ label: 'loss', scale: 'log', domain: [1, 10], format: String }, [100, 0], 5);
  expect([10, 100, 0].map(extended)).toEqual([0, -100, 100]);
});
