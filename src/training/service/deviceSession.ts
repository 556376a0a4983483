import { WeftError } from '../../errors';
import { type SetupBackendOptions, setupBackend } from '../../tfjs/backend';
import type { TfjsBridge } from '../../tfjs/bridge';

/** What may occupy the device, in the words of its refusals. */
export type Occupation = 'run' | 'bench';

const REMEDIES: Readonly<Record<Occupation, string>> = {
  run: 'A run is going on already; stop it first.',
  bench: 'The bench is measuring; stop it first.',
};

/** The one device that trainer and bench share: whoever uses it, has it alone. */
export interface DeviceSession {
  /** The device, opened once; opened anew after it failed. */
  connect(): Promise<TfjsBridge>;
  /** @throws WeftError `run-failed` while something else has the device. */
  occupy<T>(occupation: Occupation, work: () => Promise<T>): Promise<T>;
}

export function createDeviceSession(options: SetupBackendOptions = {}): DeviceSession {
  let opened: Promise<TfjsBridge> | undefined;
  let occupation: Occupation | undefined;

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
    occupy: async (wanted, work) => {
      if (occupation !== undefined) {
        throw new WeftError('run-failed', REMEDIES[occupation]);
      }
      occupation = wanted;
      try {
        return await work();
      } finally {
        occupation = undefined;
      }
    },
  };
}
