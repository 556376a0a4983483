import * as v from 'valibot';
import { messageOf } from '../../errors';
import { hideHome } from '../../run/diagnostic/hideHome';
import { trainingProofSchema } from '../../run/trainingProof';
import { WORDS, type Words } from '../../words';
import { adapterName } from '../../words/adapter';
import { limited } from '../check/limited';
import type { CommandPatient } from '../commandTrainer';
import { findHome } from '../files/lookAt';
import { formatJson } from '../files/runContents';
import { writeOutputs } from '../files/writeOutputs';
import type { Interruption } from '../interruption';
import type { DoctorCommand } from './doctorCommand';
import { DOCTOR_SCHEMA, type DoctorFacts, type DoctorFile } from './doctorFile';
import { sayAttempt, sayMachine, sayVerdict } from './doctorText';
import { type FindingRules, findProblems, isFailure } from './findings';

/** A kernel may compile for a minute on a software adapter; what takes longer is stuck. */
const PATIENCE_MS = 240_000;

/** What is known before training is tried. */
export type Examined = Pick<DoctorFacts, 'versions' | 'machine' | 'places' | 'tuning' | 'lastFailures'>;

/** What the doctor needs beside its command line. */
export interface DoctorMeans extends FindingRules {
  /** Looks at the machine, and starts nothing. */
  readonly examine: () => Promise<Examined>;
  /**
   * Opens what trains, and ends it again.
   * @param note is told of the browser, as far as there is one, before what opens it may fail.
   */
  readonly open: (
    work: (patient: CommandPatient) => Promise<void>,
    note: (facts: Partial<Pick<DoctorFacts, 'browser' | 'browserPath'>>) => void,
  ) => Promise<void>;
}

/**
 * Finds out whether training works here, says what is known and why it does not, and writes it where that is asked for.
 * @returns whether it works.
 * @throws WeftError `file-not-written`.
 */
export async function runDoctor(
  command: DoctorCommand,
  means: DoctorMeans,
  interruption: Interruption,
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  const words = WORDS[command.language];
  let facts: DoctorFacts = {
    startedAt: new Date().toISOString(),
    runtime: command.runtime,
    adapterChoice: command.adapter,
    ...(await means.examine()),
    browserPath: null,
    browser: null,
    adapter: null,
    training: null,
    end: null,
  };
  say(sayMachine(facts, words));
  const note = (changes: Partial<DoctorFacts>) => {
    facts = { ...facts, ...changes };
  };
  let stop: (reason: Error) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  stopped.catch(() => undefined);
  interruption.onInterrupt(async () => stop(new Interrupted()));

  const attempt = () =>
    means.open(async (patient) => {
      const adapter = await patient.describeAdapter();
      note({ adapter: { ...adapter, features: [...adapter.features] } });
      say([words.doctor.training]);
      note({ training: v.parse(trainingProofSchema, await patient.proveTraining()) });
    }, note);
  const outcome = await limited(() => Promise.race([attempt(), stopped]), {
    limitMs: patienceMs,
    graceMs: 0,
    stop: async () => undefined,
  });
  if (outcome.status === 'failed' && !(outcome.error instanceof Interrupted)) {
    note({ end: describeEnd(outcome.error) });
  } else if (outcome.status === 'failed') {
    note({ training: null });
  }
  const { browser } = facts;
  note({ versions: { ...facts.versions, browser: browser?.version ?? null } });

  say(sayAttempt(facts, words));
  const file = conclude(facts, means, words);
  say(sayVerdict(file, words));
  await writeOutputs(command.outputs, { doctor: () => formatJson(hideHome(file, findHome())) });
  return file.isWorking;
}

class Interrupted extends Error {}

/** The verdict of what was found out. */
export function conclude(facts: DoctorFacts, rules: FindingRules, words: Words): DoctorFile {
  const findings = findProblems(facts, words, rules);
  const [first] = findings;
  const isWorking = first === undefined || !isFailure(first);
  const verdict = isWorking
    ? words.doctor.works(facts.adapter === null ? '' : adapterName(facts.adapter, words))
    : words.doctor.fails(first.text);
  return { schema: DOCTOR_SCHEMA, ...facts, findings, isWorking, verdict };
}

/** By properties, since what Dawn runs is a bundle with classes of its own. */
export function describeEnd(error: unknown): NonNullable<DoctorFacts['end']> {
  const { code, problem, facts, cause } = Object(error) as Readonly<Record<string, unknown>>;
  const message = messageOf(error);
  const known = typeof problem === 'string' ? problem : typeof code === 'string' ? code : null;
  return {
    code: known ?? (/did not end within/.test(message) ? 'no-answer' : null),
    message,
    facts: typeof facts === 'object' && facts !== null ? { ...facts } : null,
    cause: cause === undefined ? null : messageOf(cause),
  };
}

function say(lines: readonly string[]): void {
  if (lines.length > 0) {
    console.log(lines.join('\n'));
  }
}
