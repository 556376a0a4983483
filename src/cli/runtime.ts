import type { AdapterInfo } from '../gpu/adapter';
import { CommandError } from './commandError';

/** Where WebGPU comes from: headless Chrome, or Dawn, Chrome's own WebGPU, in Node without a browser. */
export type Runtime = AdapterInfo['runtime'];

/** The first one is the default. */
export const RUNTIMES: readonly Runtime[] = ['chrome', 'dawn'];

/**
 * What `--runtime` says.
 * @param known the runtimes this program has; the first is the default.
 * @throws CommandError naming them.
 */
export function parseRuntime(text: string | undefined, known: readonly Runtime[] = RUNTIMES): Runtime {
  const runtime = text === undefined ? known[0] : known.find((name) => name === text);
  if (runtime === undefined) {
    const allowed = known.length === 1 ? known[0] : `one of ${known.join(', ')}`;
    throw new CommandError(`Option runtime is "${text}"; it must be ${allowed}.`);
  }
  return runtime;
}
