import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Checkpoint, LoopState, TraineeState } from '../../../src/run/checkpoint/checkpoint';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/run/checkpoint/checkpointFile';
import { reachedBy } from '../../../src/run/keptRun';
import { CLASSES } from '../../../src/run/network';
import { countMembers, examplesPerEpoch, PRESET_DEFAULTS, type TrainOptions } from '../../../src/run/options';
import { readRunFile } from '../../../src/run/readRunFile';
import { FAKE_TEST, trainFakeParts } from '../../../src/testing/fakeParts';
import { FAKE_BATCH, type FakePass } from '../../../src/testing/fakeTrainee';
import { sampleCheckpoint } from '../../../src/testing/sampleCheckpoint';
import type { MembersState } from '../../../src/training/parts/trainParts';
import { readCheckpoint } from '../../../src/training/readCheckpoint';
import { runFileOf } from '../../../src/training/runFileOf';
import { type FuzzTarget, requireSame, requireThat, tryWork } from '../fuzzTarget';
import { anyByteMutations, type ByteMutation, mutateBytes } from '../mutations/byteMutations';
import { anyJsonMutations, type JsonMutation, mutateJson } from '../mutations/jsonMutations';

interface CheckpointCase {
  /** Which of the good ones it was. */
  readonly checkpoint: number;
  /** Of its header. */
  readonly changes: readonly JsonMutation[];
  readonly bytes: readonly ByteMutation[];
  /** Whether its checksum is made to fit again. */
  readonly isSealed: boolean;
}

const NAME = 'some-checkpoint';
const STEPS_PER_EPOCH = 4;

/** Members that stop early, reach plateaus, diverge and train on. */
const OPTIONS: TrainOptions = {
  ...PRESET_DEFAULTS.quick,
  normalizations: ['scale'],
  seeds: 2,
  learningRates: [0.001],
  epochs: 4,
  batchSize: FAKE_BATCH,
  trainExamples: (STEPS_PER_EPOCH + 1) * FAKE_BATCH,
  heldOutExamples: FAKE_BATCH,
  reduceLrOnPlateau: 'compare',
  plateauPatience: 1,
  earlyStopping: 'on',
  stoppingPatience: 2,
  diagnostics: 'on',
};

const FIGURES = {
  lossOf: (member: number, epoch: number) =>
    member === 1 && epoch === 3 ? Number.NaN : member === 2 && epoch > 1 ? 1 : 1 / epoch,
  // As predictions and labels of the stand-in for the GPU have it.
  accuracyOf: (member: number, _: number, pass: FakePass) => (pass === 'test' ? Number(member === 3) : 0.5),
};

export async function createCheckpointTarget(): Promise<FuzzTarget<CheckpointCase>> {
  const checkpoints = await makeCheckpoints();
  const files = await Promise.all(checkpoints.map(encodeCheckpoint));
  return {
    cases: fc.record({
      checkpoint: fc.nat(files.length - 1),
      changes: anyJsonMutations(),
      bytes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: anyByteMutations() }),
      isSealed: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    }),
    tryCase: async ({ checkpoint, changes, bytes, isSealed }) => {
      const whole = mutateBytes(changeHeader(files[checkpoint] as Uint8Array<ArrayBuffer>, changes), bytes);
      const file = isSealed ? seal(whole) : whole;
      const before = file.slice();
      // The entry of a list of runs is made of what cannot be used, too.
      reachedBy(file);
      const answer = await tryWork(() => readCheckpoint(file, NAME), { codes: ['bad-checkpoint'], places: [NAME] });
      requireThat(Buffer.compare(before, file) === 0, 'The file in memory was changed.');
      if (answer === undefined) {
        return 'refused';
      }
      await requireUsable(answer.result.checkpoint);
      return 'taken';
    },
    dispose: () => undefined,
  };
}

/** After every step and epoch of runs whose members are trained at once, in halves, and cut in halves on the way. */
async function makeCheckpoints(): Promise<Checkpoint[]> {
  const states: MembersState[] = [];
  for (const mostMembers of [4, 2]) {
    states.push(...(await trainFakeParts({ options: OPTIONS, ...FIGURES, mostMembers })).states);
  }
  const resumeFrom = states[STEPS_PER_EPOCH] as MembersState;
  states.push(...(await trainFakeParts({ options: OPTIONS, ...FIGURES, mostMembers: 2, resumeFrom })).states);
  const examples = { validation: FAKE_TEST.count, test: FAKE_TEST.count };
  return states.map(({ ended, underWay }) => ({
    ...sampleCheckpoint(),
    ...{ config: OPTIONS, examples, ended },
    underWay: underWay.map(({ loop }) => ({ loop, trainee: traineeOf(loop.members.length) })),
  }));
}

function traineeOf(count: number): TraineeState {
  const kept = Array.from({ length: count }, (_, index) => index % 2 === 0);
  const bytes = Uint8Array.from({ length: 8 * count }, (_, at) => at);
  const names = ['weights.0', 'firstMoments.0', 'secondMoments.0', 'totals'];
  const best = { name: 'best.0', bytes: bytes.slice(0, 8 * kept.filter(Boolean).length) };
  return { optimizerSteps: 3, kept, tensors: [...names.map((name) => ({ name, bytes })), best] };
}

/** As the file's format has it: see `encodeCheckpoint`. */
const [DIGEST_AT, LENGTH_AT, HEADER_AT] = [8, 40, 44];

function changeHeader(file: Uint8Array<ArrayBuffer>, changes: readonly JsonMutation[]): Uint8Array<ArrayBuffer> {
  const headerBytes = new DataView(file.buffer).getUint32(LENGTH_AT, true);
  const header: unknown = JSON.parse(new TextDecoder().decode(file.subarray(HEADER_AT, HEADER_AT + headerBytes)));
  const json = new TextEncoder().encode(mutateJson(header, changes));
  const rest = file.subarray(HEADER_AT + headerBytes);
  const changed = new Uint8Array(HEADER_AT + json.length + rest.length);
  changed.set(file.subarray(0, HEADER_AT));
  new DataView(changed.buffer).setUint32(LENGTH_AT, json.length, true);
  changed.set(json, HEADER_AT);
  changed.set(rest, HEADER_AT + json.length);
  return changed;
}

function seal(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (file.length < LENGTH_AT) {
    return file;
  }
  const sealed = file.slice();
  sealed.set(createHash('sha256').update(sealed.subarray(LENGTH_AT)).digest(), DIGEST_AT);
  return sealed;
}

/** What is taken is written again as the same, is a run that holds, and can be gone on with to its end. */
async function requireUsable(checkpoint: Checkpoint): Promise<void> {
  const again = await decodeCheckpoint(await encodeCheckpoint(checkpoint), NAME);
  requireSame(again, checkpoint, 'The checkpoint, read again,');
  readRunFile(JSON.stringify(runFileOf(checkpoint)), NAME);
  const { config, ended } = checkpoint;
  // The stand-in for the GPU has the steps of these examples, and each of its members predicts a class of its own.
  const isPlayable = examplesPerEpoch(config) === STEPS_PER_EPOCH * FAKE_BATCH && config.batchSize === FAKE_BATCH;
  if (isPlayable && countMembers(config) <= CLASSES) {
    const underWay = checkpoint.underWay.map(({ loop }) => ({ loop, trainee: fakeStateOf(loop) }));
    const resumeFrom = { ended, underWay };
    const settings = { options: config, ...FIGURES, resumeFrom, mostMembers: 3, isKept: false };
    const { result } = await trainFakeParts(settings);
    requireThat(
      result.members.every(({ history }) => history.length <= config.epochs),
      'It trained more epochs than there are.',
    );
  }
}

/** As `FakeTrainee` has it: the steps of the epoch, once for each member. */
function fakeStateOf({ members, stepsDone }: LoopState): TraineeState {
  const bytes = new Uint8Array(new Uint32Array(members.length).fill(stepsDone).buffer);
  return { optimizerSteps: 0, kept: members.map(() => false), tensors: [{ name: 'steps', bytes }] };
}
