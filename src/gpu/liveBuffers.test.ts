import { expect, it } from 'vitest';
import { countLiveBuffers } from './liveBuffers';

it('counts buffers from when they are made until they are destroyed, each once', () => {
  let destroyed = 0;
  const device = {} as Pick<GPUDevice, 'createBuffer'>;
  const createBuffer = () => ({ destroy: () => void destroyed++ }) as unknown as GPUBuffer;
  // As whoever counts calls leaves it.
  Object.defineProperty(device, 'createBuffer', { configurable: true, value: createBuffer });
  const live = countLiveBuffers(device);
  const [a, b] = [4, 100].map((size) => device.createBuffer({ size, usage: 0 }));
  expect(live).toEqual({ count: 2, bytes: 104 });
  b?.destroy();
  b?.destroy();
  expect(live).toEqual({ count: 1, bytes: 4 });
  a?.destroy();
  expect(live).toEqual({ count: 0, bytes: 0 });
  expect(destroyed).toBe(3);
});
