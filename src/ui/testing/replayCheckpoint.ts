import { decodeCheckpoint, encodeCheckpoint } from '../../run/checkpoint/checkpointFile';
import { examplesPerEpoch } from '../../run/options';
import { orderForParts } from '../../run/partOrder';
import type { RunFile } from '../../run/runFile';
import { sampleCheckpoint, sampleLoop } from '../../testing/sampleCheckpoint';
import type { KeepingOptions } from '../../training/keeping';
import { recordOf } from './replayRecords';

/** What a made-up run would be kept as after an epoch; its weights are four bytes. */
export async function replayCheckpoint(run: RunFile, epochsDone: number): Promise<Uint8Array<ArrayBuffer>> {
  const sample = sampleCheckpoint();
  const members = orderForParts(run.members).map((index) => run.members[index] as RunFile['members'][number]);
  return encodeCheckpoint({
    ...sample,
    commit: __WEFT_COMMIT__,
    adapter: run.adapter,
    config: run.config,
    startedAt: run.startedAt,
    underWay: [
      {
        loop: {
          ...sampleLoop(),
          epochsDone,
          stepsDone: 0,
          members: members.map((member) => ({
            status: 'training',
            history: member.history.slice(0, epochsDone).flatMap(({ epoch }) => recordOf(member, epoch) ?? []),
            diagnostics: [],
            learningRate: member.learningRate,
            trainedImages: epochsDone * examplesPerEpoch(run.config),
          })),
        },
        trainee: {
          optimizerSteps: 0,
          kept: run.members.map(() => false),
          tensors: [{ name: 'weights.0', bytes: new Uint8Array(4) }],
        },
      },
    ],
  });
}

/** Where a made-up run goes on. */
export async function epochsKept({ resumeFrom }: KeepingOptions): Promise<number> {
  return resumeFrom === undefined
    ? 0
    : ((await decodeCheckpoint(resumeFrom.file, resumeFrom.name)).underWay[0]?.loop.epochsDone ?? 0);
}
