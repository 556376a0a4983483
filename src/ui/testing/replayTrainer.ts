import type { BenchService } from '../../bench/events';
import { sampleBench } from '../../bench/testing/sampleBench';
import type { TrainingEvent } from '../../run/events';
import type { Member } from '../../run/members';
import { expandMembers } from '../../run/members';
import { parseTrainOptions, type TrainOptions } from '../../run/options';
import type { RunningMetrics } from '../../run/records';
import type { RunFile } from '../../run/runFile';
import { sampleRun } from '../../run/testing/sampleRun';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import type { TrainerService } from '../../training/service/trainerService';
import { epochsKept, replayCheckpoint } from './replayCheckpoint';
import { recordOf } from './replayRecords';

const METRICS_AN_EPOCH = 10;
const STEPS_AN_EPOCH = 390;

type RunMember = RunFile['members'][number];

/** A trainer whose runs are made up beforehand and told as they would have gone, in seconds whatever their size; they are kept. */
export function createReplayTrainer(epochMs = 30): TrainerService & BenchService {
  let isStopped = false;
  return {
    describeAdapter: async () => SAMPLE_ADAPTER,
    resolveOptions: async (raw) => parseTrainOptions(raw, SAMPLE_ADAPTER),
    train: async (options, onEvent, keep, keeping = {}) => {
      isStopped = false;
      const run = sampleRun(options.preset, options);
      const members = expandMembers(options);
      onEvent({ type: 'runStarted', options, members, stepsPerEpoch: STEPS_AN_EPOCH });
      const epochsBefore = await epochsKept(keeping);
      if (epochsBefore > 0) {
        onEvent({ type: 'runContinued', membersDone: 0, epochsDone: epochsBefore, stepsDone: 0 });
        for (let epoch = 1; epoch <= epochsBefore; epoch++) {
          onEvent({ type: 'epochEnded', records: run.members.map((member) => recordOf(member, epoch)) });
        }
      }
      for (let epoch = epochsBefore + 1; epoch <= options.epochs && !isStopped; epoch++) {
        for (const event of epochEvents(run, options, members, epoch)) {
          onEvent(event);
        }
        await new Promise((resolve) => setTimeout(resolve, epochMs));
        // What cannot be kept is told by who keeps it, and the run goes on.
        await keep?.(await replayCheckpoint(run, epoch)).catch(() => undefined);
      }
      return isStopped ? sampleRun(options.preset, options, { isStopped }) : run;
    },
    proveTraining: () => Promise.reject(new Error('A replay trains nothing.')),
    pause: async () => undefined,
    resume: async () => undefined,
    stop: async () => {
      isStopped = true;
    },
    bench: async () => sampleBench(),
    stopBench: async () => undefined,
  };
}

function epochEvents(
  run: RunFile,
  options: TrainOptions,
  members: readonly Member[],
  epoch: number,
): readonly TrainingEvent[] {
  const parts = Array.from({ length: METRICS_AN_EPOCH }, (_, index) => (index + 1) / METRICS_AN_EPOCH);
  return [
    { type: 'phaseChanged', phase: 'training', epoch, epochs: options.epochs },
    ...parts.map(
      (part): TrainingEvent => ({
        type: 'metricsRead',
        epochPosition: epoch - 1 + part,
        members: run.members.map((member) => metricsWithin(member, epoch, part)),
      }),
    ),
    { type: 'epochEnded', records: run.members.map((member) => recordOf(member, epoch)) },
    ...members.flatMap(({ index }) => memberEvents(run.members[index], index, epoch)),
    {
      type: 'progressed',
      stepsDone: epoch * STEPS_AN_EPOCH,
      stepsTotal: options.epochs * STEPS_AN_EPOCH,
      shareDone: epoch / options.epochs,
      imagesPerSecond: run.throughput.imagesPerSecond,
      secondsLeft: options.epochs - epoch,
    },
  ];
}

/** On the straight way from the last epoch's figures, or from guessing, to this one's. */
function metricsWithin(member: RunMember, epoch: number, part: number): RunningMetrics | null {
  const end = recordOf(member, epoch);
  const start = recordOf(member, epoch - 1) ?? { trainLoss: Math.log(10), trainAccuracy: 0.1 };
  return end === null
    ? null
    : {
        trainLoss: start.trainLoss + part * (end.trainLoss - start.trainLoss),
        trainAccuracy: start.trainAccuracy + part * (end.trainAccuracy - start.trainAccuracy),
      };
}

function memberEvents(result: RunMember | undefined, member: number, epoch: number): readonly TrainingEvent[] {
  const record = result?.history[epoch - 1];
  if (result === undefined || record === undefined) {
    return [];
  }
  const next = result.history[epoch];
  if (next !== undefined && next.learningRate < record.learningRate) {
    return [{ type: 'learningRateReduced', member, epoch, learningRate: next.learningRate }];
  }
  if (next === undefined && result.status === 'diverged') {
    return [{ type: 'memberDiverged', member, epoch }];
  }
  return next === undefined && result.status === 'stopped-early'
    ? [{ type: 'memberStopped', member, epoch, restoredEpoch: result.restoredEpoch ?? epoch }]
    : [];
}
