import { describe, expect, it, vi } from 'vitest';
import { limited } from './limited';

const LIMITS = { limitMs: 20, graceMs: 20, stop: async () => undefined };
const never = () => new Promise<string>(() => undefined);

describe('limited', () => {
  it('gives what the work gives, and what it throws', async () => {
    expect(await limited(async () => 'done', LIMITS)).toEqual({ status: 'finished', value: 'done' });
    const error = new Error('no adapter');
    const failing = () => Promise.reject(error);
    expect(await limited(failing, LIMITS)).toEqual({ status: 'failed', error });
  });

  it('asks work that takes too long to stop, and takes what it has by then', async () => {
    let end = (_: string) => {};
    const work = () =>
      new Promise<string>((resolve) => {
        end = resolve;
      });
    const stop = vi.fn(async () => end('a part'));
    expect(await limited(work, { ...LIMITS, stop })).toEqual({ status: 'stopped', value: 'a part' });
    expect(stop).toHaveBeenCalledOnce();
  });

  it.each([
    ['goes on', async () => undefined],
    ['cannot be asked', () => Promise.reject(new Error('lost'))],
  ])('leaves work behind that %s', async (_, stop) => {
    expect(await limited(never, { ...LIMITS, stop })).toMatchObject({
      status: 'failed',
      error: expect.objectContaining({ message: expect.stringMatching(/did not end within/) }),
    });
  });
});
