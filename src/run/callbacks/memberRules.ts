import type { MemberState } from '../checkpoint/checkpoint';
import type { Member } from '../members';
import type { TrainOptions } from '../options';
import { createEarlyStopping, type EarlyStopping } from './earlyStopping';
import { createReduceLrOnPlateau, type ReduceLrOnPlateau } from './reduceLrOnPlateau';

/** The callbacks that a member has. */
export interface MemberRules {
  readonly plateau: ReduceLrOnPlateau | undefined;
  readonly stopping: EarlyStopping | undefined;
}

/**
 * What the run's options make of a member's callbacks.
 * @param seen what they had seen when the run was interrupted.
 * @throws WeftError `bad-option` where a callback refuses an option.
 */
export function createMemberRules(
  member: Pick<Member, 'reduceLrOnPlateau' | 'earlyStopping'>,
  options: TrainOptions,
  seen: Pick<MemberState, 'plateau' | 'stopping'> = {},
): MemberRules {
  return {
    plateau: member.reduceLrOnPlateau
      ? createReduceLrOnPlateau(
          {
            monitor: options.plateauMonitor,
            factor: options.plateauFactor,
            patience: options.plateauPatience,
            minDelta: options.plateauMinDelta,
            cooldown: options.plateauCooldown,
            minLr: options.plateauMinLr,
          },
          seen.plateau,
        )
      : undefined,
    stopping: member.earlyStopping
      ? createEarlyStopping(
          {
            monitor: options.stoppingMonitor,
            patience: options.stoppingPatience,
            minDelta: options.stoppingMinDelta,
            startFromEpoch: options.stoppingStartFromEpoch,
            restoreBestWeights: options.restoreBestWeights === 'on',
          },
          seen.stopping,
        )
      : undefined,
  };
}
