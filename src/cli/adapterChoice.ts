import { badOption } from '../errors';
import { oneOfNames } from '../run/language';
import { type AdapterKind, mayHaveGpu } from './browserFlags';
import { CommandError } from './commandError';
import type { Runtime } from './runtime';

/**
 * What a user may ask for; `auto` is the GPU where there is one, else on Dawn lavapipe, Mesa's software adapter, where that is
 * installed, else SwiftShader. Chrome cannot be given lavapipe.
 */
export const ADAPTER_CHOICES = ['auto', 'swiftshader', 'lavapipe', 'gpu'] as const;
export type AdapterChoice = (typeof ADAPTER_CHOICES)[number];

/** The choice of WEFT_ADAPTER, or `auto`. */
export function adapterChoiceFrom(env: Readonly<Record<string, string | undefined>>): AdapterChoice {
  const text = env.WEFT_ADAPTER || 'auto';
  const choice = ADAPTER_CHOICES.find((name) => name === text);
  if (choice === undefined) {
    throw new CommandError(`WEFT_ADAPTER is "${text}"; it must be one of ${ADAPTER_CHOICES.join(', ')}.`);
  }
  return choice;
}

/** The adapters for a browser to try, in order. */
export function adaptersToTry(choice: AdapterChoice, hasGpu = mayHaveGpu()): readonly AdapterKind[] {
  if (choice === 'lavapipe') {
    return [];
  }
  if (choice !== 'auto') {
    return [choice];
  }
  return hasGpu ? ['gpu', 'swiftshader'] : ['swiftshader'];
}

/**
 * What `--adapter` says, or else WEFT_ADAPTER.
 * @throws WeftError `bad-option`, or CommandError for WEFT_ADAPTER, naming the choices; CommandError for an adapter that the
 * runtime cannot have.
 */
export function parseAdapterChoice(text: string | undefined, env: NodeJS.ProcessEnv, runtime: Runtime): AdapterChoice {
  const choice = text === undefined ? adapterChoiceFrom(env) : ADAPTER_CHOICES.find((name) => name === text);
  if (choice === undefined) {
    throw badOption('adapter', `"${text}"`, oneOfNames(ADAPTER_CHOICES));
  }
  if (choice === 'lavapipe' && runtime === 'browser') {
    throw new CommandError('No browser computes on lavapipe; add --runtime dawn, or choose --adapter swiftshader.');
  }
  return choice;
}
