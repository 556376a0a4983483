import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan, Way } from './plans';
import { areAlive, killAll, type ProcessEntry } from './processes';
import type { KeptFiles, TrainChild } from './trainChild';

/** How long what was ended, or asked to end, may take until nothing of it is left. */
const END_MS = 120_000;
const POLL_MS = 3;

export interface Watched {
  readonly child: TrainChild;
  /** Where the run's last checkpoint is to be found when the run is over. */
  readonly lastCheckpoint: string;
  readonly onLook: (files: KeptFiles) => void;
}

/** What a command did while it was watched. */
export type LifeEnd = 'interrupted' | 'ended';

/**
 * Watches a command until the moment of the plan has come, and interrupts it.
 * @returns `ended` where it was over before.
 */
export async function live(watched: Watched, plan: Plan | undefined, wholeMs: number): Promise<LifeEnd> {
  const { child, lastCheckpoint, onLook } = watched;
  const fromMs = performance.now();
  let checkpoint: number | undefined;
  let keptCount = 0;
  let writingCount = 0;
  let wasBeingWritten = false;
  let isFirst = true;
  while (!child.hasExited) {
    const files = child.look();
    onLook(files);
    if (files.checkpoint !== undefined && files.checkpoint !== checkpoint) {
      keptCount += isFirst ? 0 : 1;
      checkpoint = files.checkpoint;
      child.linkCheckpoint(lastCheckpoint);
    }
    isFirst = false;
    writingCount += files.isBeingWritten && !wasBeingWritten ? 1 : 0;
    wasBeingWritten = files.isBeingWritten;
    if (
      plan !== undefined &&
      hasCome(plan, { keptCount, writingCount, share: (performance.now() - fromMs) / wholeMs })
    ) {
      await interrupt(child, plan.way);
      return 'interrupted';
    }
    await sleep(POLL_MS);
  }
  await child.exited;
  return 'ended';
}

function hasCome({ moment }: Plan, now: { keptCount: number; writingCount: number; share: number }): boolean {
  if (moment.when === 'after') {
    return now.share >= moment.share;
  }
  return (moment.when === 'kept' ? now.keptCount : now.writingCount) >= moment.nth;
}

/** @throws Error where something of the command is left alive. */
async function interrupt(child: TrainChild, way: Way): Promise<void> {
  const tree = child.tree();
  const part = partOf(tree, child, way);
  if (part === undefined) {
    child.signalGroup(way as NodeJS.Signals);
  } else {
    // Where there is no such part yet, all ends.
    killAll(part.length === 0 ? tree : part);
  }
  if (way === 'GPU process killed' && part?.length !== 0) {
    // The run goes on by itself.
    return;
  }
  child.wasInterrupted = true;
  await requireGone(child, tree, way);
}

/** The processes that are killed; `undefined` where a signal asks the command to end. */
function partOf(tree: readonly ProcessEntry[], { pid }: TrainChild, way: Way): readonly ProcessEntry[] | undefined {
  switch (way) {
    case 'power cut':
      return tree;
    case 'kill -9':
      return tree.filter((entry) => entry.pid === pid);
    case 'tab process killed':
      return tree.filter(({ command }) => command.includes('--type=renderer'));
    case 'GPU process killed':
      return tree.filter(({ command }) => command.includes('--type=gpu-process'));
    default:
      return undefined;
  }
}

async function requireGone(child: TrainChild, tree: readonly ProcessEntry[], way: Way): Promise<void> {
  const untilMs = performance.now() + END_MS;
  while (!child.hasExited || areAlive(tree).length > 0) {
    if (performance.now() > untilMs) {
      const left = areAlive(tree);
      killAll(left);
      const names = left.map(({ command }) => command.slice(0, 80)).join('; ');
      throw new Error(`${END_MS / 1000} s after ${way} there is still: ${names}`);
    }
    await sleep(50);
  }
}
