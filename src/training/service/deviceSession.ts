import { type SetupBackendOptions, setupBackend } from '../../tfjs/backend';
import type { TfjsBridge } from '../../tfjs/bridge';
import { createOccupy, type Occupy } from './occupation';

/** The one device that trainer and bench share: whoever uses it, has it alone. */
export interface DeviceSession {
  /** The device, opened once; opened anew after it failed. */
  connect(): Promise<TfjsBridge>;
  /** The device as it is, if there is one; it may have failed. */
  readonly current: TfjsBridge | undefined;
  readonly occupy: Occupy;
}

export function createDeviceSession(options: SetupBackendOptions = {}): DeviceSession {
  let opening: Promise<TfjsBridge> | undefined;
  let current: TfjsBridge | undefined;

  const open = async (): Promise<TfjsBridge> => {
    const hadDevice = current !== undefined;
    // It may still hold memory, and the next one needs it.
    current?.gpu.device.destroy();
    current = await setupBackend({ ...options, hadDevice });
    return current;
  };

  return {
    connect: async () => {
      if (current !== undefined && current.gpu.health.failure === undefined) {
        return current;
      }
      // Whoever asks meanwhile gets the same.
      opening ??= open().finally(() => {
        opening = undefined;
      });
      return opening;
    },
    get current() {
      return current;
    },
    occupy: createOccupy(),
  };
}
