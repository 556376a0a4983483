import type { PhaseStep } from '../../run/events';
import { epochs, fromTo, numbers, plural, seeds } from './base';

/** What page and terminal both say. */
export const shared = {
  languageName: 'English',
  unnamedAdapter: 'unnamed adapter',
  /** One member among its arm's. */
  member: (label: string, seed: number) => `${label}, seed ${seed}`,
  quantities: {
    epochs,
    seeds,
    members: (count: number) => plural(count, 'member'),
    networks: (count: number) => plural(count, 'network'),
    examples: (count: number) => plural(count, 'example'),
    reductions: (count: number) => plural(count, 'reduction'),
    cases: (count: number) => plural(count, 'case'),
  },
  starting: 'Starting',
  phase: (step: PhaseStep): string => {
    switch (step.phase) {
      case 'loading-data':
        return `Loading data (${step.done} of ${step.total} files)`;
      case 'compiling': {
        const task = step.task === 'choosing' ? 'Choosing the fastest kernels' : 'Compiling kernels';
        return `${task} (${step.done} of ${step.total})`;
      }
      case 'training':
        return `Training, epoch ${numbers.count(step.epoch)} of ${numbers.count(step.epochs)}`;
      case 'validating':
        return `Validating, epoch ${numbers.count(step.epoch)} of ${numbers.count(step.epochs)}`;
      case 'testing':
        return 'Testing';
    }
  },
  inPart: (part: number, parts: number, phase: string) =>
    `Part ${numbers.count(part)} of ${numbers.count(parts)} · ${phase}`,
  partsHalved: (mostMembers: number) =>
    `There was not enough memory; the run goes on from where it was last kept, with at most ${plural(mostMembers, 'member')} at once.`,
  /** The epoch that a run was stopped in. @param accuracies of training in it, of the members that trained. */
  leftEpoch: (epoch: number, steps: number, all: number, accuracies: readonly number[]) =>
    `Epoch ${numbers.count(epoch)} was left after ${numbers.count(steps)} of ${plural(all, 'step')}${accuracies.length === 0 ? '' : `, with a training accuracy of ${fromTo(accuracies)}`}.`,
  /** Of one member. */
  memberStatuses: {
    waiting: 'waiting',
    training: 'training',
    finished: 'finished',
    'stopped-early': 'stopped early',
    stopped: 'stopped',
    'blew-up': 'blew up',
    'no-better-than-guessing': 'no better than guessing',
    diverged: 'diverged',
    failed: 'failed',
  },
  /** Of several, by how many they are. */
  memberStatusCounts: {
    waiting: (count: number) => `${numbers.count(count)} waiting`,
    training: (count: number) => `${numbers.count(count)} training`,
    finished: (count: number) => `${numbers.count(count)} finished`,
    'stopped-early': (count: number) => `${numbers.count(count)} stopped early`,
    stopped: (count: number) => `${numbers.count(count)} stopped`,
    'blew-up': (count: number) => `${numbers.count(count)} blew up`,
    'no-better-than-guessing': (count: number) => `${numbers.count(count)} no better than guessing`,
    diverged: (count: number) => `${numbers.count(count)} diverged`,
    failed: (count: number) => `${numbers.count(count)} failed`,
  },
};
