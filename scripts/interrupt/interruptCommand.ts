import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFile } from '../../src/run/readRunFile';
import type { RunFile } from '../../src/run/runFile';
import type { TrainInterrupted } from './interruptTrainings';
import { live } from './life';
import { readEnding } from './sameBits';
import { TrainChild } from './trainChild';
import { EPOCHS, TRAINING } from './training';

/** What a run takes on disk: when nothing is being written, and at most. */
export interface DiskUse {
  restingBytes: number;
  mostBytes: number;
}

/**
 * Trains with `train`; what was interrupted is gone on with by the same command again.
 * @param options of the command, beside those of what is trained.
 */
export function withCommand(options: readonly string[], disk: DiskUse): TrainInterrupted {
  const args = [...Object.entries(TRAINING).flatMap(([name, value]) => [`--${name}`, value]), ...options];
  return async ({ folder, plans, wholeMs, onInterrupted }) => {
    const runs = join(folder, 'runs');
    const lastCheckpoint = join(folder, 'last.weft');
    let next = 0;
    for (;;) {
      const child = new TrainChild(args, runs);
      const onLook = ({ bytes, isBeingWritten }: ReturnType<TrainChild['look']>) => {
        disk.mostBytes = Math.max(disk.mostBytes, bytes);
        disk.restingBytes = isBeingWritten ? disk.restingBytes : Math.max(disk.restingBytes, bytes);
      };
      // The run lives on after some: there may be several to one command.
      while (!child.hasExited) {
        const plan = plans[next];
        const end = await live({ child, lastCheckpoint, onLook }, plan, leftMs(child, wholeMs));
        if (end === 'ended' || plan === undefined) {
          break;
        }
        next += 1;
        const { reached } = child.look().about ?? {};
        onInterrupted(plan, child.startedAtMs, reached);
      }
      await child.exited;
      if (readdirSync(runs).length > 1) {
        throw new Error(`A training was not gone on with, and another one was begun:\n${child.output.slice(-2000)}`);
      }
      if (child.look().about?.state === 'finished') {
        return readEnding(readResult(runs), lastCheckpoint);
      }
      if (!child.wasInterrupted) {
        throw new Error(`A training ended with ${child.exitCode}:\n${child.output.slice(-2000)}`);
      }
    }
  };
}

/** About what is left of a training: most of its time goes to epochs, the rest to its start and its test. */
function leftMs(child: TrainChild, wholeMs: number): number {
  return wholeMs * (1 - (0.6 * (child.look().about?.reached?.epochsDone ?? 0)) / EPOCHS);
}

function readResult(runs: string): RunFile {
  const [id = ''] = readdirSync(runs);
  const path = join(runs, id, 'run.json');
  return readRunFile(readFileSync(path, 'utf8'), path);
}
