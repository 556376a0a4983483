import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { throttled } from './throttle';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('passes the first change at once, then at most one an interval, and always the last', () => {
  const source = signal(0);
  const { follower } = throttled(source, 200);
  source.value = 1;
  expect(follower.value).toBe(1);
  source.value = 2;
  source.value = 3;
  expect(follower.value).toBe(1);
  vi.advanceTimersByTime(199);
  expect(follower.value).toBe(1);
  vi.advanceTimersByTime(1);
  expect(follower.value).toBe(3);
});

it('keeps to the interval after a late change has been passed on', () => {
  const source = signal(0);
  const { follower } = throttled(source, 200);
  source.value = 1;
  source.value = 2;
  vi.advanceTimersByTime(200);
  expect(follower.value).toBe(2);
  source.value = 3;
  expect(follower.value).toBe(2);
  vi.advanceTimersByTime(200);
  expect(follower.value).toBe(3);
});

it('follows no more once disposed of, not even with what was waiting', () => {
  const source = signal(0);
  const { follower, dispose } = throttled(source, 200);
  source.value = 1;
  source.value = 2;
  dispose();
  source.value = 3;
  vi.advanceTimersByTime(1000);
  expect(follower.value).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
