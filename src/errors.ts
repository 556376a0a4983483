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

/** An error whose message is one sentence for the user: what, the numbers, the limit, the remedy. */
export class WeftError extends Error {
  override readonly name = 'WeftError';
  readonly code: WeftErrorCode;

  constructor(code: WeftErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
