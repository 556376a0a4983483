import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, type WeftErrorCode } from '../../errors';
import type { AdapterInfo } from '../../gpu/adapter';
import type { BrowserFacts, DiagnosticFile } from '../../run/diagnostic/diagnosticFile';
import { EventLog } from '../../run/diagnostic/eventLog';
import { makeDiagnostic } from '../../run/diagnostic/makeDiagnostic';
import type { RawOptions, TrainOptions } from '../../run/options';
import { filesIn, findHome } from '../files/lookAt';
import { replaceFile } from '../files/replaceFile';
import { formatJson } from '../files/runContents';
import { DIAGNOSTIC } from '../runs/runFolder';
import type { Runtime } from '../runtime';
import { readVersions } from './versions';

/** Beside the runs: those of failures before there was a run, or without one. */
const LOOSE_FOLDER = 'diagnostics';
const MOST_LOOSE = 20;

/** What a command tells of itself. */
export interface DiagnosisOptions {
  readonly work: DiagnosticFile['work'];
  readonly runtime: Runtime;
  readonly asked: RawOptions;
  /** Where runs are kept; without one nothing is written. */
  readonly folder: string | undefined;
}

/** Where the diagnostic file of a failure is, or why there is none. */
export type Reported = { readonly path: string } | { readonly notWritten: string };

/** An error of which a diagnostic file was to be written. */
export type ReportedError = Error & { readonly reported?: Reported };

/** What is known of a work while it goes on, for the case that it fails. */
export class Diagnosis {
  readonly log = new EventLog();
  adapter: AdapterInfo | undefined;
  config: TrainOptions | undefined;
  browser: BrowserFacts | undefined;
  /** Of the run at hand. */
  runFolder: string | undefined;
  readonly #options: DiagnosisOptions;

  constructor(options: DiagnosisOptions) {
    this.#options = options;
  }

  /** Writes the diagnostic file of a failure, and notes on the error where it is. */
  async report(error: unknown): Promise<ReportedError> {
    const failure: ReportedError = error instanceof Error ? error : new Error(messageOf(error));
    if (this.#options.folder !== undefined && isFault(failure)) {
      // Not shown with the rest of an error that was not foreseen.
      const value = await this.#write(failure, this.#options.folder);
      Object.defineProperty(failure, 'reported', { value, configurable: true });
    }
    return failure;
  }

  async #write(error: Error, folder: string): Promise<Reported> {
    const { work, runtime, asked } = this.#options;
    const { adapter, browser } = this;
    const file = makeDiagnostic({
      work,
      versions: { ...(await readVersions(runtime)), browser: browser?.version ?? null },
      adapter: adapter === undefined ? null : { ...adapter, features: [...adapter.features] },
      browser: browser ?? null,
      asked: Object.fromEntries(
        Object.entries(asked).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
      ),
      config: this.config ?? null,
      error,
      log: this.log,
      home: findHome(),
    });
    try {
      const path = this.runFolder === undefined ? await makeLoosePath(folder, file) : join(this.runFolder, DIAGNOSTIC);
      await replaceFile(path, formatJson(file));
      return { path };
    } catch (cause) {
      return { notWritten: messageOf(cause) };
    }
  }
}

/**
 * Does a work, and writes a diagnostic file where it fails by another fault than its user's.
 * @throws what the work does.
 */
export async function withDiagnosis(
  options: DiagnosisOptions,
  work: (diagnosis: Diagnosis) => Promise<void>,
): Promise<void> {
  const diagnosis = new Diagnosis(options);
  try {
    await work(diagnosis);
  } catch (error) {
    throw await diagnosis.report(error);
  }
}

/** What the user alone can mend, and knows how: a file of versions and limits adds nothing. */
const USERS_OWN: ReadonlySet<WeftErrorCode> = new Set([
  'bad-option',
  'bad-dataset',
  'bad-run',
  'bad-checkpoint',
  'file-not-written',
]);

/** By name and code, since what Dawn runs is a bundle with classes of its own. */
function isFault(error: Error): boolean {
  const { code, isFault = false } = error as Error & { readonly code?: WeftErrorCode; readonly isFault?: boolean };
  return error.name === 'CommandError' ? isFault : code === undefined || !USERS_OWN.has(code);
}

/** Of files that no run has, the newest few stay. */
async function makeLoosePath(runs: string, { writtenAt }: DiagnosticFile): Promise<string> {
  const folder = looseFolder(runs);
  await mkdir(folder, { recursive: true });
  const names = filesIn(folder).filter((name) => name.endsWith('.json'));
  for (const name of names.sort().slice(0, Math.max(0, names.length - MOST_LOOSE + 1))) {
    await rm(join(folder, name), { force: true });
  }
  return join(folder, `${writtenAt.slice(0, 19).replaceAll(':', '-')}-${randomBytes(3).toString('hex')}.json`);
}

/** Where the files of failures without a run are. */
export function looseFolder(runs: string): string {
  return join(runs, LOOSE_FOLDER);
}
