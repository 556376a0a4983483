/** Every failure Weft can foresee, by a stable code that pages, commands and tests may rely on. */
export type WeftErrorCode =
  | 'no-webgpu'
  | 'no-adapter'
  | 'limit-too-small'
  | 'out-of-memory'
  | 'device-lost'
  | 'gpu-error'
  | 'shader-error'
  | 'bad-binding'
  | 'incompatible-tfjs'
  | 'not-capturable'
  | 'bad-option'
  | 'bad-dataset'
  | 'bad-run'
  | 'bad-shape'
  | 'run-failed';

export interface WeftErrorOptions extends ErrorOptions {
  /** The name of the option that is refused, as its user gave it: "batch-size". */
  readonly option?: string | undefined;
}

/** An error whose message is one sentence for the user: what, the numbers, the limit, the remedy. */
export class WeftError extends Error {
  override readonly name = 'WeftError';
  readonly code: WeftErrorCode;
  /** Which option to change, where it is one. */
  readonly option: string | undefined;

  constructor(code: WeftErrorCode, message: string, { option, ...options }: WeftErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.option = option;
  }
}

/**
 * The refusal of an option's value.
 * @param value as it is shown, text in quotes.
 * @param allowed in words that complete "must be …".
 */
export function badOption(option: string, value: string, allowed: string): WeftError {
  return new WeftError('bad-option', describeBadOption(option, value, allowed), { option });
}

/** What `badOption` says. */
export function describeBadOption(option: string, value: string, allowed: string): string {
  return `Option ${option} is ${value}; it must be ${allowed}.`;
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
