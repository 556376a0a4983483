import { type SetupBackendOptions, setupBackend } from '../../tfjs/backend';
import type { TfjsBridge } from '../../tfjs/bridge';
import { createOccupy, type Occupy } from './occupation';

/** The one device that trainer and bench share: whoever uses it, has it alone. */
export interface DeviceSession {
  /** The device, opened once; opened anew after it failed. */
  connect(): Promise<TfjsBridge>;
  readonly occupy: Occupy;
}

export function createDeviceSession(options: SetupBackendOptions = {}): DeviceSession {
  let opened: Promise<TfjsBridge> | undefined;

  const connect = async (): Promise<TfjsBridge> => {
    const last = await opened?.catch(() => undefined);
    if (last?.gpu.health.failure !== undefined) {
      opened = undefined;
      // It may still hold memory, and the next one needs it.
      last.gpu.device.destroy();
    }
    opened ??= setupBackend(options);
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };

  return {
    connect,
    occupy: createOccupy(),
  };
}
