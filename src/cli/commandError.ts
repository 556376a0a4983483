/** What of a machine keeps a command from training: for whoever has to tell one from another. */
export type CommandProblem =
  | 'no-browser'
  /** The one of WEFT_BROWSER. */
  | 'wrong-browser'
  | 'browser-broken'
  | 'no-gpu'
  | 'no-adapter'
  | 'page-broken'
  | 'not-built'
  | 'no-dawn'
  | 'no-driver'
  | 'wrong-adapter';

export interface CommandErrorOptions extends ErrorOptions {
  readonly problem?: CommandProblem;
  /** Something broke, of which a diagnostic file tells more than the sentence; by default not. */
  readonly isFault?: boolean;
}

/** A failure of a command that its user can mend; the message is one sentence that says how. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly problem: CommandProblem | undefined;
  readonly isFault: boolean;

  constructor(message: string, { problem, isFault = false, ...options }: CommandErrorOptions = {}) {
    super(message, options);
    this.problem = problem;
    this.isFault = isFault;
  }
}
