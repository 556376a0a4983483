import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFile } from '../../src/run/runFile';
import { describeMoment, type Plan, type Way } from './plans';
import { differences, type Ending } from './sameBits';

/** So many interruptions, and a training is left to end. */
const MOST_PER_TRAINING = 8;

interface Interruption {
  readonly way: Way;
  readonly moment: string;
  /** Since the command was started that it met. */
  readonly atMs: number;
  /** What was kept of the training when it was met; left out where nothing was. */
  readonly kept?: { readonly epochsDone: number; readonly stepsDone: number };
}

export interface InterruptionsResult {
  readonly schema: 'weft.interruptions/1';
  readonly startedAt: string;
  readonly adapter: RunFile['adapter'];
  readonly commit: string;
  readonly config: RunFile['config'];
  /** That of the training left alone. */
  readonly wholeMs: number;
  readonly interruptions: readonly Interruption[];
  readonly trainings: readonly {
    readonly interruptions: number;
    /** Fields of the run file and tensors of the last checkpoint that are not those of the training left alone. */
    readonly differences: readonly string[];
  }[];
  /** Of all members, in the last checkpoint; 0 where none was seen. */
  readonly weightBytes: number;
}

/** One training that meets interruptions, and is gone on with after each of them. */
export type TrainInterrupted = (training: {
  /** An empty folder of its own. */
  readonly folder: string;
  readonly plans: readonly Plan[];
  /** What a training takes that is left alone. */
  readonly wholeMs: number;
  readonly onInterrupted: (plan: Plan, startedAtMs: number, kept: Interruption['kept'] | undefined) => void;
}) => Promise<Ending>;

export interface InterruptOptions {
  readonly train: TrainInterrupted;
  readonly plans: readonly Plan[];
  /** An empty folder. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

/**
 * Trains once without interruptions, then again and again with those of the plans.
 * @throws Error where a training fails in another way than by what it met.
 */
export async function interruptTrainings({
  train,
  plans,
  folder,
  say,
}: InterruptOptions): Promise<InterruptionsResult> {
  const startedAt = new Date().toISOString();
  const interruptions: Interruption[] = [];
  const trainings: InterruptionsResult['trainings'][number][] = [];
  const onInterrupted = ({ way, moment }: Plan, startedAtMs: number, kept: Interruption['kept'] | undefined): void => {
    const interruption = { way, moment: describeMoment(moment), atMs: performance.now() - startedAtMs };
    interruptions.push({ ...interruption, ...(kept && { kept }) });
    const reached = kept === undefined ? '' : `; kept: epochs ${kept.epochsDone}, steps ${kept.stepsDone}`;
    say(`${interruptions.length}. ${way} ${interruption.moment}${reached}`);
  };
  const trainIn = (name: string, own: readonly Plan[], wholeMs: number): Promise<Ending> => {
    const place = join(folder, name);
    mkdirSync(place);
    return train({ folder: place, plans: own, wholeMs, onInterrupted });
  };

  const beganAtMs = performance.now();
  const whole = await trainIn('whole', [], Number.POSITIVE_INFINITY);
  const wholeMs = performance.now() - beganAtMs;
  say(`A training left alone takes ${(wholeMs / 1000).toFixed(1)} s.`);
  for (let left = plans; left.length > 0; ) {
    const before = interruptions.length;
    const ending = await trainIn(`${trainings.length}`, left.slice(0, MOST_PER_TRAINING), wholeMs);
    const count = interruptions.length - before;
    const where = differences(ending, whole);
    trainings.push({ interruptions: count, differences: where });
    say(`   ${where.length === 0 ? 'The same bits' : `Not the same: ${where.join(', ')}`}, after ${count}.`);
    // One whose moment did not come even in a whole training is left out.
    left = left.slice(Math.max(count, 1));
  }
  const { adapter, commit, config } = whole.run;
  return {
    schema: 'weft.interruptions/1',
    startedAt,
    adapter,
    commit,
    config,
    wholeMs,
    interruptions,
    trainings,
    weightBytes: whole.weightBytes,
  };
}
