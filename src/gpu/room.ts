import type { Gpu } from './device';

/** Creates buffers. @returns `undefined` where the device has no room for them; what was made is disposed of then. */
export async function createWhereRoom<T extends { dispose(): void }>(
  { device, health }: Gpu,
  create: () => T,
): Promise<T | undefined> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  const created = create();
  // Both closed before anything is waited for: what others do meanwhile is not this one's.
  const errors = await health.answer(Promise.all([device.popErrorScope(), device.popErrorScope()]));
  if (errors.every((error) => error === null)) {
    return created;
  }
  created.dispose();
  return undefined;
}
