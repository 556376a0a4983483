import { examplesPerEpoch } from '../../run/options';
import type { RunFile, RunMember, RunRecord } from '../../run/runFile';
import { endRun, IDLE_RUN, type MemberView, type MetricPoint, type RunView } from './runView';

/** A run that was made before, as if it had just ended. Of its training there is a point an epoch. */
export function viewOf(file: RunFile): RunView {
  const { config, members, unfinished, status } = file;
  const stepsPerEpoch = Math.ceil(examplesPerEpoch(config) / config.batchSize);
  const stepsTotal = config.epochs * stepsPerEpoch;
  const epochsDone = Math.max(0, ...members.map(({ history }) => history.length));
  const stepsDone = epochsDone * stepsPerEpoch + (unfinished?.steps ?? 0);
  const views = members.map((member, index) => {
    const view = memberViewOf(member, index);
    const point = unfinished?.members[index];
    const position = epochsDone + (unfinished?.steps ?? 0) / stepsPerEpoch;
    return point
      ? { ...view, training: [...view.training, ...pointAt(position, point.trainLoss, point.trainAccuracy)] }
      : view;
  });
  const shareDone = status === 'finished' ? 1 : stepsDone / stepsTotal;
  return endRun({ ...IDLE_RUN, options: config, stepsDone, stepsTotal, shareDone, members: views }, file);
}

function memberViewOf(member: RunMember, index: number): MemberView {
  const { normalization, seed, learningRate, reduceLrOnPlateau, earlyStopping, status, history } = member;
  const { length } = history;
  return {
    member: { index, normalization, seed, learningRate, reduceLrOnPlateau, earlyStopping },
    status,
    learningRate: history.at(-1)?.learningRate ?? learningRate,
    reductions: history.flatMap((record, place) => {
      const next = history[place + 1];
      return next !== undefined && next.learningRate !== record.learningRate
        ? [{ epoch: record.epoch, learningRate: next.learningRate }]
        : [];
    }),
    training: history.flatMap(({ epoch, trainLoss, trainAccuracy }) => pointAt(epoch, trainLoss, trainAccuracy)),
    validation: history.flatMap(({ epoch, valLoss, valAccuracy }) => pointAt(epoch, valLoss, valAccuracy)),
    ...(status === 'diverged' && { divergedEpoch: length }),
    ...(status === 'stopped-early' && { stoppedEpoch: length }),
  };
}

/** What is not finite is no point. */
function pointAt(position: number, loss: RunRecord['valLoss'], accuracy: RunRecord['valAccuracy']): MetricPoint[] {
  return loss === null || accuracy === null ? [] : [{ position, loss, accuracy }];
}
