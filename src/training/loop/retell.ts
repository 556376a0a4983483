import type { LoopState, MemberState } from '../../run/checkpoint/checkpoint';
import type { TrainingEvent } from '../../run/events';
import type { TrainOptions } from '../../run/options';

/** Tells what a run had done before it was interrupted, in order, but for the metrics within epochs. */
export function retell(
  { epochsDone, members }: Pick<LoopState, 'epochsDone' | 'members'>,
  options: Pick<TrainOptions, 'restoreBestWeights'>,
  emit: (event: TrainingEvent) => void,
): void {
  const tellDiagnostics = (epoch: number) => {
    const told = members.map(({ diagnostics }) => {
      const found = diagnostics.find((entry) => entry.epoch === epoch);
      return found === undefined ? null : { loss: found.loss, layers: found.layers };
    });
    if (told.some((entry) => entry !== null)) {
      emit({ type: 'diagnosed', epoch, members: told });
    }
  };
  tellDiagnostics(0);
  for (let epoch = 1; epoch <= epochsDone; epoch++) {
    emit({ type: 'epochEnded', records: members.map(({ history }) => history[epoch - 1] ?? null) });
    tellDiagnostics(epoch);
    members.forEach((state, member) => {
      const event = decisionAfter(epoch, state, member, options);
      if (event !== undefined) {
        emit(event);
      }
    });
  }
}

/** What was decided of a member after an epoch, if anything was. */
function decisionAfter(
  epoch: number,
  { status, history, learningRate: rateAtEnd, stopping }: MemberState,
  member: number,
  { restoreBestWeights }: Pick<TrainOptions, 'restoreBestWeights'>,
): TrainingEvent | undefined {
  const record = history[epoch - 1];
  if (record === undefined) {
    return undefined;
  }
  const isLast = epoch === history.length;
  if (isLast && status === 'diverged') {
    return { type: 'memberDiverged', member, epoch };
  }
  if (isLast && status === 'stopped-early') {
    const restoredEpoch = (restoreBestWeights === 'on' ? stopping?.bestEpoch : undefined) ?? epoch;
    return { type: 'memberStopped', member, epoch, restoredEpoch };
  }
  const learningRate = history[epoch]?.learningRate ?? rateAtEnd;
  return learningRate === record.learningRate
    ? undefined
    : { type: 'learningRateReduced', member, epoch, learningRate };
}
