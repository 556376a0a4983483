export interface CommandErrorOptions extends ErrorOptions {
  /** Something broke, of which a diagnostic file tells more than the sentence; by default not. */
  readonly isFault?: boolean;
}

/** A failure of a command that its user can mend; the message is one sentence that says how. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly isFault: boolean;

  constructor(message: string, { isFault = false, ...options }: CommandErrorOptions = {}) {
    super(message, options);
    this.isFault = isFault;
  }
}
