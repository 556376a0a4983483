import { badOption } from '../errors';
import { oneOfNames } from '../run/language';
import { type AdapterKind, mayHaveGpu } from './browserFlags';
import { CommandError } from './commandError';

/** What a user may ask for; `auto` is the GPU where there is one. */
export const ADAPTER_CHOICES = ['auto', 'swiftshader', 'gpu'] as const;
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

/** The adapters to try, in order. */
export function adaptersToTry(choice: AdapterChoice, hasGpu = mayHaveGpu()): readonly AdapterKind[] {
  if (choice !== 'auto') {
    return [choice];
  }
  return hasGpu ? ['gpu', 'swiftshader'] : ['swiftshader'];
}

/**
 * What `--adapter` says, or else WEFT_ADAPTER.
 * @throws WeftError `bad-option`, or CommandError for WEFT_ADAPTER, naming the choices.
 */
export function parseAdapterChoice(text: string | undefined, env: NodeJS.ProcessEnv): AdapterChoice {
  if (text === undefined) {
    return adapterChoiceFrom(env);
  }
  const choice = ADAPTER_CHOICES.find((name) => name === text);
  if (choice === undefined) {
    throw badOption('adapter', `"${text}"`, oneOfNames(ADAPTER_CHOICES));
  }
  return choice;
}
