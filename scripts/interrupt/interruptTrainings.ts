import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFile } from '../../src/run/readRunFile';
import type { RunFile } from '../../src/run/runFile';
import { live } from './life';
import { describeMoment, type Plan, type Way } from './plans';
import { differences, type Ending, readEnding } from './sameBits';
import { TrainChild } from './trainChild';

const EPOCHS = 3;

/** A population with members that stop early, whose learning rate is reduced, and that diverge. */
const TRAINING = [
  ...['--preset', 'quick', '--normalizations', 'raw', '--learning-rates', '0.001,100'],
  ...['--early-stopping', '--stopping-patience', '1', '--reduce-lr-on-plateau', '--plateau-patience', '0'],
  ...[
    '--plateau-min-delta',
    '1e12',
    '--stopping-min-delta',
    '15',
    '--epochs',
    `${EPOCHS}`,
    '--train-examples',
    '640',
    '--batch-size',
    '64',
  ],
  ...['--diagnostics', 'off', '--keep-every', '0.5'],
];

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
  readonly options: readonly string[];
  /** That of the training left alone. */
  readonly wholeMs: number;
  readonly interruptions: readonly Interruption[];
  readonly trainings: readonly {
    readonly interruptions: number;
    /** Fields of the run file and tensors of the last checkpoint that are not those of the training left alone. */
    readonly differences: readonly string[];
  }[];
  /** Of one training on disk: when nothing is being written, and at most; and the weights of all its members. */
  readonly disk: { readonly weightBytes: number; readonly restingBytes: number; readonly mostBytes: number };
}

export interface InterruptOptions {
  /** Of `train`, beside those of what is trained. */
  readonly options: readonly string[];
  readonly plans: readonly Plan[];
  /** An empty folder. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

/**
 * Trains once without interruptions, then again and again with those of the plans, each training anew where it was.
 * @throws Error where a command fails in another way than by what it met.
 */
export async function interruptTrainings({
  options,
  plans,
  folder,
  say,
}: InterruptOptions): Promise<InterruptionsResult> {
  const startedAt = new Date().toISOString();
  const args = [...TRAINING, ...options];
  const interruptions: Interruption[] = [];
  const trainings: InterruptionsResult['trainings'][number][] = [];
  const disk = { restingBytes: 0, mostBytes: 0 };

  const trainInterrupted = async (name: string, own: readonly Plan[], wholeMs: number): Promise<Ending> => {
    const runs = join(folder, name);
    const lastCheckpoint = join(folder, 'last.weft');
    let next = 0;
    for (let isWhole = false; !isWhole; ) {
      const child = new TrainChild(args, runs);
      const onLook = ({ bytes, isBeingWritten }: ReturnType<TrainChild['look']>) => {
        disk.mostBytes = Math.max(disk.mostBytes, bytes);
        disk.restingBytes = isBeingWritten ? disk.restingBytes : Math.max(disk.restingBytes, bytes);
      };
      const watched = { child, lastCheckpoint, onLook };
      // The run lives on after some: there may be several to one command.
      while (!child.hasExited) {
        const plan = own[next];
        const end = await live(watched, plan, leftMs(child, wholeMs));
        if (end === 'ended' || plan === undefined) {
          break;
        }
        next += 1;
        const reached = child.look().about?.reached;
        const atMs = performance.now() - child.startedAtMs;
        const kept = reached && { epochsDone: reached.epochsDone, stepsDone: reached.stepsDone };
        interruptions.push({ way: plan.way, moment: describeMoment(plan.moment), atMs, ...(kept && { kept }) });
        say(
          `${interruptions.length}. ${plan.way} ${describeMoment(plan.moment)}: ${kept === undefined ? 'nothing kept' : `kept ${kept.epochsDone} epochs, ${kept.stepsDone} steps`}`,
        );
      }
      await child.exited;
      isWhole = child.look().about?.state === 'finished';
      if (!isWhole && !child.wasInterrupted) {
        throw new Error(`A training ended with ${child.exitCode}:\n${child.output.slice(-2000)}`);
      }
    }
    return readEnding(readResult(runs), lastCheckpoint);
  };

  const beganAtMs = performance.now();
  const whole = await trainInterrupted('whole', [], Number.POSITIVE_INFINITY);
  const wholeMs = performance.now() - beganAtMs;
  say(`A training left alone takes ${(wholeMs / 1000).toFixed(1)} s.`);
  for (let left = plans; left.length > 0; ) {
    const before = interruptions.length;
    const ending = await trainInterrupted(`${trainings.length}`, left.slice(0, MOST_PER_TRAINING), wholeMs);
    const count = interruptions.length - before;
    const where = differences(ending, whole);
    trainings.push({ interruptions: count, differences: where });
    say(`   ${where.length === 0 ? 'The same bits' : `Not the same: ${where.join(', ')}`}, after ${count}.`);
    // One whose moment did not come even in a whole training is left out.
    left = left.slice(Math.max(count, 1));
  }
  const { adapter, commit } = whole.run;
  const { weightBytes } = whole;
  return {
    ...{ schema: 'weft.interruptions/1', startedAt, adapter, commit, options: args, wholeMs },
    ...{ interruptions, trainings, disk: { weightBytes, ...disk } },
  };
}

/** About what a training takes that goes on: most of the time goes to epochs, the rest to start and test. */
function leftMs(child: TrainChild, wholeMs: number): number {
  return wholeMs * (1 - (0.6 * (child.look().about?.reached?.epochsDone ?? 0)) / EPOCHS);
}

function readResult(runs: string): RunFile {
  const [id = ''] = readdirSync(runs);
  const path = join(runs, id, 'run.json');
  return readRunFile(readFileSync(path, 'utf8'), path);
}
