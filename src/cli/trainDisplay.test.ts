import { expect, it } from 'vitest';
import { createLineDisplay } from './trainDisplay';

it('writes each phase once, and progress every ten seconds, where there is no terminal', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const display = createLineDisplay(
    (line) => lines.push(line),
    () => nowMs,
  );
  const progress = (stepsDone: number, atMs: number) => {
    nowMs = atMs;
    display.show({
      type: 'progressed',
      stepsDone,
      stepsTotal: 200,
      shareDone: stepsDone / 200,
      imagesPerSecond: 1234,
      secondsLeft: 75,
    });
  };
  display.show({ type: 'phaseChanged', phase: 'compiling', message: 'Compiling kernels (1 of 2)' });
  display.show({ type: 'phaseChanged', phase: 'compiling', message: 'Compiling kernels (2 of 2)' });
  display.show({ type: 'phaseChanged', phase: 'training', message: 'Training' });
  progress(1, 9_000);
  progress(51, 10_000);
  progress(52, 11_000);
  progress(101, 20_500);
  expect(lines).toEqual([
    'Compiling kernels (1 of 2)',
    'Training',
    '25 % · 1,234 images/s · 1 min 15 s left',
    '50 % · 1,234 images/s · 1 min 15 s left',
  ]);
});
