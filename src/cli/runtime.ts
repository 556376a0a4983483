import { badOption } from '../errors';
import type { AdapterInfo } from '../gpu/adapter';
import { oneOfNames } from '../run/language';

/** Where WebGPU comes from: a headless browser, or Dawn, Chrome's own WebGPU, in Node without a browser. */
export type Runtime = AdapterInfo['runtime'];

/** The first one is the default. */
export const RUNTIMES: readonly Runtime[] = ['browser', 'dawn'];

/**
 * What `--runtime` says.
 * @param known the runtimes this program has; the first is the default.
 * @throws WeftError `bad-option`, naming them.
 */
export function parseRuntime(text: string | undefined, known: readonly Runtime[] = RUNTIMES): Runtime {
  const runtime = text === undefined ? known[0] : known.find((name) => name === text);
  if (runtime === undefined) {
    throw badOption('runtime', `"${text}"`, oneOfNames(known));
  }
  return runtime;
}
