import type { EndedMember } from '../../run/checkpoint/checkpoint';
import type { TrainingEvent } from '../../run/events';
import type { TrainOptions } from '../../run/options';
import { retell } from '../loop/retell';

/** Tells what had become of members that ended before the run was interrupted, as if they had been one part. */
export function retellEnded(
  ended: readonly EndedMember[],
  options: Pick<TrainOptions, 'restoreBestWeights'>,
  emit: (event: TrainingEvent) => void,
): void {
  const members = ended.map(({ status, history, diagnostics, trainedImages, restoredEpoch }) => ({
    status: status === 'diverged' || status === 'stopped-early' ? status : ('training' as const),
    history,
    diagnostics,
    trainedImages,
    // After its last epoch none is reduced.
    learningRate: history.at(-1)?.learningRate ?? 0,
    ...(restoredEpoch === null ? {} : { stopping: { wait: 0, bestEpoch: restoredEpoch } }),
  }));
  retell({ epochsDone: Math.max(0, ...members.map(({ history }) => history.length)), members }, options, emit);
  ended.forEach(({ test }, member) => {
    if (test !== null) {
      emit({ type: 'memberTested', member, loss: test.loss ?? Number.NaN, accuracy: test.accuracy ?? Number.NaN });
    }
  });
}
