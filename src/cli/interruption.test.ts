import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createInterruption } from './interruption';

function setUp() {
  const signals = new EventEmitter();
  const exit = vi.fn();
  let nowMs = 1000;
  const interruption = createInterruption({ signals, exit, nowMs: () => nowMs });
  const send = (signal: string, atMs = nowMs) => {
    nowMs = atMs;
    signals.emit(signal);
  };
  return { interruption, exit, send };
}

describe('an interruption', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('by %s stops the run, and ends with %i', (signal, code) => {
    const { interruption, exit, send } = setUp();
    const stop = vi.fn(async () => undefined);
    interruption.onInterrupt(stop);
    send(signal);
    expect(stop).toHaveBeenCalledOnce();
    expect(exit).not.toHaveBeenCalled();
    expect(interruption.exitCode).toBe(code);
  });

  it('that comes twice at once is one; the next ends the process', () => {
    const { interruption, exit, send } = setUp();
    interruption.onInterrupt(async () => undefined);
    send('SIGINT', 1000);
    send('SIGINT', 1010);
    send('SIGTERM', 1500);
    expect(exit).not.toHaveBeenCalled();
    expect(interruption.exitCode).toBe(130);
    send('SIGINT', 1501);
    expect(exit).toHaveBeenCalledWith(130);
  });

  it('ends the process where nothing is under way', () => {
    const { exit, send } = setUp();
    send('SIGTERM');
    expect(exit).toHaveBeenCalledWith(143);
  });

  it('is told again, once, to work that it came before', () => {
    const { interruption, send } = setUp();
    const stop = vi.fn(() => Promise.reject(new Error('nothing to stop')));
    const tell = interruption.onInterrupt(stop);
    send('SIGINT');
    tell();
    tell();
    expect(stop).toHaveBeenCalledTimes(2);
  });

  it('is told to work that takes the place of what it met', () => {
    const { interruption, send } = setUp();
    interruption.onInterrupt(async () => undefined)();
    send('SIGINT');
    const stop = vi.fn(async () => undefined);
    const tell = interruption.onInterrupt(stop);
    expect(stop).not.toHaveBeenCalled();
    tell();
    tell();
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('is told once to work that is under way, however much that tells until it has stopped', () => {
    const { interruption, send } = setUp();
    const stop = vi.fn(async () => undefined);
    const tell = interruption.onInterrupt(stop);
    tell();
    expect(stop).not.toHaveBeenCalled();
    send('SIGINT');
    tell();
    tell();
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
