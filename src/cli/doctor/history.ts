// What earlier commands have left: their failures, and what they have learned of adapters.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { shorten } from '../../errors';
import { diagnosticSchema } from '../../run/diagnostic/diagnosticFile';
import { parseBoundedJson } from '../../run/parseBoundedJson';
import { looseFolder } from '../diagnosis/diagnosis';
import { filesIn } from '../files/lookAt';
import { readBoundedText } from '../files/readBounded';
import { printable } from '../printable';
import { RunFolder } from '../runs/runFolder';
import type { DoctorFile, LastFailure } from './doctorFile';

const MOST_FAILURES = 5;

/** The last failures, the newest first: of runs that are kept, and of commands that had none. */
export function readLastFailures(runs: string | undefined): LastFailure[] {
  if (runs === undefined) {
    return [];
  }
  const folder = new RunFolder(runs);
  const ofRuns = folder.list().flatMap((run): LastFailure[] => {
    const { id, state, startedAt, failure = '' } = run;
    return state === 'failed'
      ? [{ at: startedAt, what: sayable(failure), where: folder.diagnosticPath(run) ?? id }]
      : [];
  });
  const loose = filesIn(looseFolder(runs)).flatMap((name) => readLoose(join(looseFolder(runs), name)) ?? []);
  return [...ofRuns, ...loose].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST_FAILURES);
}

/** More than any sentence of ours. */
const MOST_CHARACTERS = 1000;

/** Of a file that anyone may have written. */
function sayable(text: string): string {
  return printable(shorten(text, MOST_CHARACTERS));
}

function readLoose(path: string): LastFailure | undefined {
  try {
    const { writtenAt, errors } = v.parse(diagnosticSchema, parseBoundedJson(readBoundedText(path)));
    return { at: writtenAt, what: sayable(errors[0]?.message ?? basename(path)), where: path };
  } catch {
    return undefined;
  }
}

/** What stands in the tuning file. */
export function readTuning(path: string | undefined): DoctorFile['tuning'] {
  if (path === undefined || !existsSync(path)) {
    return { state: 'none', winners: 0, selfTests: 0 };
  }
  try {
    const winners: unknown = parseBoundedJson(readBoundedText(path));
    if (Array.isArray(winners)) {
      throw new TypeError('a list');
    }
    const keys = Object.keys(v.parse(v.record(v.string(), v.unknown()), winners));
    const selfTests = keys.filter((key) => key.startsWith('self-test/')).length;
    return { state: 'ok', winners: keys.length - selfTests, selfTests };
  } catch {
    return { state: 'damaged', winners: 0, selfTests: 0 };
  }
}
