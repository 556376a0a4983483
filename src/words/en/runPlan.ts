import type { PlannedRun } from '../facts';
import { numbers, plural } from './base';

/** A run that is about to be made. */
export const runPlan = {
  plan: ({ members, atOnce, images, mayBeFewer, seconds }: PlannedRun) => {
    const some = atOnce === 1 ? 'one after another' : `in parts of up to ${numbers.count(atOnce)}`;
    const networks = `${plural(members, 'network')} ${atOnce >= members ? 'at once' : some}`;
    const plan = `${networks}, ${numbers.count(images)} images ${mayBeFewer ? 'at most' : 'in all'}`;
    return seconds === undefined
      ? `${plan}.`
      : `${plan}; about ${numbers.duration(1000 * seconds)} of training at the last run’s speed.`;
  },
  /** Of a software adapter. @param isMeasured whether `seconds` are at the last run's speed, or at a usual one. */
  longRun: (seconds: number, isMeasured: boolean) =>
    isMeasured
      ? `These options train for about ${numbers.duration(1000 * seconds)} on this software adapter, at the last run’s speed.`
      : `These options train for about ${numbers.duration(1000 * seconds)} on a software adapter with two cores; a run of quick tells how long on this one.`,
};
