import { messageOf } from '../../errors';
import { DIAGNOSTIC_SCHEMA, type DiagnosticFile } from './diagnosticFile';
import type { EventLog } from './eventLog';
import { hideHome } from './hideHome';

/** What a diagnostic file is made of. */
export interface DiagnosticParts
  extends Pick<DiagnosticFile, 'work' | 'versions' | 'adapter' | 'browser' | 'asked' | 'config'> {
  readonly error: unknown;
  readonly log: EventLog;
  /** To be hidden; `undefined` where there is none, as on the page. */
  readonly home?: string | undefined;
}

/** What is known of a failure, with the user's home hidden wherever it stands. */
export function makeDiagnostic({ error, log, home, ...parts }: DiagnosticParts, now = new Date()): DiagnosticFile {
  const file: DiagnosticFile = {
    schema: DIAGNOSTIC_SCHEMA,
    writtenAt: now.toISOString(),
    ...parts,
    errors: describeErrors(error),
    log: [...log.entries],
    logLeftOut: log.leftOut,
  };
  return hideHome(file, home);
}

/** A cause that is its own cause must not go on for ever. */
const MOST_CAUSES = 8;

function describeErrors(error: unknown): DiagnosticFile['errors'] {
  const errors: DiagnosticFile['errors'] = [];
  for (let at: unknown = error; at !== undefined && errors.length < MOST_CAUSES; at = Object(at).cause) {
    const { code, facts, stack } = Object(at) as { code?: unknown; facts?: unknown; stack?: unknown };
    errors.push({
      code: typeof code === 'string' ? code : null,
      message: messageOf(at),
      facts: typeof facts === 'object' && facts !== null ? { ...facts } : null,
      stack: typeof stack === 'string' ? stack : null,
    });
  }
  return errors;
}
