import type { Member } from '../members';
import type { TrainOptions } from '../options';
import { createEarlyStopping, type EarlyStopping } from './earlyStopping';
import { createReduceLrOnPlateau, type ReduceLrOnPlateau } from './reduceLrOnPlateau';

/** The callbacks that a member has. */
export interface MemberRules {
  readonly plateau: ReduceLrOnPlateau | undefined;
  readonly stopping: EarlyStopping | undefined;
}

/** What the run's options make of a member's callbacks. @throws WeftError `bad-option` where a callback refuses one. */
export function createMemberRules(
  member: Pick<Member, 'reduceLrOnPlateau' | 'earlyStopping'>,
  options: TrainOptions,
): MemberRules {
  return {
    plateau: member.reduceLrOnPlateau
      ? createReduceLrOnPlateau({
          monitor: options.plateauMonitor,
          factor: options.plateauFactor,
          patience: options.plateauPatience,
          minDelta: options.plateauMinDelta,
          cooldown: options.plateauCooldown,
          minLr: options.plateauMinLr,
        })
      : undefined,
    stopping: member.earlyStopping
      ? createEarlyStopping({
          monitor: options.stoppingMonitor,
          patience: options.stoppingPatience,
          minDelta: options.stoppingMinDelta,
          startFromEpoch: options.stoppingStartFromEpoch,
          restoreBestWeights: options.restoreBestWeights === 'on',
        })
      : undefined,
  };
}
