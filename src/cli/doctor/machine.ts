import { statfsSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { mayHaveGpu } from '../browserFlags';
import { findSystemLoader, installedDrivers, thisSystem } from '../dawn/vulkanSystem';
import type { MachineFacts } from './doctorFile';

/** Of the environment, what commands, browsers or Vulkan heed. */
const HEEDED = /^(WEFT_|VK_|XDG_(DATA|CACHE)_HOME$|LIBGL_|MESA_|GALLIUM_)/;

export function readMachine(): MachineFacts {
  const system = thisSystem();
  return {
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    mayHaveGpu: mayHaveGpu(),
    sharedMemoryBytes: system.platform === 'linux' ? sharedMemoryBytes() : null,
    vulkan:
      system.platform === 'linux'
        ? { loader: findSystemLoader(system) ?? null, drivers: installedDrivers(system) }
        : null,
    environment: Object.fromEntries(
      Object.entries(system.env).flatMap(([name, value]) =>
        HEEDED.test(name) && value !== undefined ? [[name, value]] : [],
      ),
    ),
  };
}

function sharedMemoryBytes(): number {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize;
  } catch {
    return 0;
  }
}
