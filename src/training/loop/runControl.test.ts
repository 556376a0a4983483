import { expect, it } from 'vitest';
import { RunControl } from './runControl';

it('lets a run go on at once unless it is paused', async () => {
  const control = new RunControl();
  await control.whileResumed();
  expect([control.isPaused, control.isStopped]).toEqual([false, false]);
});

it.each(['resume', 'stop'] as const)('holds a paused run until %s', async (method) => {
  const control = new RunControl();
  control.pause();
  control.pause();
  expect(control.isPaused).toBe(true);
  let goesOn = false;
  const waiting = control.whileResumed().then(() => {
    goesOn = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(goesOn).toBe(false);
  control[method]();
  await waiting;
  expect([control.isPaused, control.isStopped]).toEqual([false, method === 'stop']);
});

it('can be paused again after it was resumed', async () => {
  const control = new RunControl();
  control.pause();
  control.resume();
  control.pause();
  expect(control.isPaused).toBe(true);
  control.resume();
  await control.whileResumed();
});

it('does not pause what is stopped', () => {
  const control = new RunControl();
  control.stop();
  control.pause();
  control.resume();
  expect([control.isPaused, control.isStopped]).toEqual([false, true]);
});
