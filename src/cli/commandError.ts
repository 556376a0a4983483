/** A failure of a command that its user can mend; the message is one sentence that says how. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
