import { WeftError } from '../../errors';

/** An option of a callback, and the value that it was given. */
interface GivenOption {
  /** As Keras names it, such as "EarlyStopping". */
  readonly callback: string;
  readonly option: string;
  readonly value: unknown;
}

/** @throws WeftError `bad-option`, naming the option, its value and what is allowed, unless `isAllowed`. */
export function checkOption({ callback, option, value }: GivenOption, isAllowed: boolean, allowed: string): void {
  if (!isAllowed) {
    const shown = typeof value === 'string' ? `"${value}"` : String(value);
    throw new WeftError('bad-option', `Option ${option} of ${callback} is ${shown}; it must be ${allowed}.`, {
      option,
    });
  }
}

/** Whole numbers from 0, of epochs. */
export function checkEpochs(given: GivenOption): void {
  const isAllowed = Number.isInteger(given.value) && (given.value as number) >= 0;
  checkOption(given, isAllowed, 'a whole number of epochs, 0 or more');
}

export function checkNotNegative(given: GivenOption): void {
  const isAllowed = Number.isFinite(given.value) && (given.value as number) >= 0;
  checkOption(given, isAllowed, 'a number of at least 0');
}
