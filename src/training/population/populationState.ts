import type * as tf from '@tensorflow/tfjs';
import { readBuffer } from '../../gpu/buffers';
import type { StateTensor, TraineeState } from '../../run/checkpoint/checkpoint';
import { badCheckpoint } from '../../run/checkpoint/checkpointFile';
import type { WeftAdam } from '../../tfjs/adam';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { WeightBackup } from './weights';

/** Where a population keeps what its next step depends on. */
export interface StatePlaces {
  /** [members, …] each. */
  readonly variables: readonly tf.Variable[];
  readonly optimizer: WeftAdam;
  readonly backup: WeightBackup;
  /** Of the epoch so far: words of a member lie together. */
  readonly totals: GPUBuffer;
  readonly memberCount: number;
}

/** A tensor of the state, and where it is on the GPU. */
interface Place {
  readonly name: string;
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly bytes: number;
  /** Only members whose weights are kept are stored. */
  readonly isOfKept: boolean;
}

function listPlaces(bridge: TfjsBridge, { variables, optimizer, backup, totals }: StatePlaces): Place[] {
  const weights = bridge.buffersOf(variables);
  const whole = { offset: 0, isOfKept: false };
  const places = variables.flatMap((variable, index): Place[] => {
    const bytes = variable.size * Float32Array.BYTES_PER_ELEMENT;
    const { buffer: moments, offset = 0 } = optimizer.momentsOf(variable);
    const copy = backup.copies[index];
    return [
      { ...whole, name: `weights.${index}`, buffer: weights[index] as GPUBuffer, bytes },
      { ...whole, name: `firstMoments.${index}`, buffer: moments, offset, bytes },
      { ...whole, name: `secondMoments.${index}`, buffer: moments, offset: offset + bytes, bytes },
      ...(copy === undefined ? [] : [{ name: `best.${index}`, buffer: copy, offset: 0, bytes, isOfKept: true }]),
    ];
  });
  return [...places, { ...whole, name: 'totals', buffer: totals, bytes: totals.size }];
}

/** Reads the state back, one tensor after another. Call when all that was recorded is submitted. */
export async function readState(bridge: TfjsBridge, places: StatePlaces): Promise<TraineeState> {
  const { optimizer, backup, memberCount } = places;
  const { kept } = backup;
  const { stepsDone: optimizerSteps } = optimizer;
  const tensors: StateTensor[] = [];
  for (const { name, buffer, offset, bytes, isOfKept } of listPlaces(bridge, places)) {
    const values = new Uint8Array(await readBuffer(bridge.gpu, buffer, bytes, offset));
    tensors.push({ name, bytes: isOfKept ? pickMembers(values, kept, memberCount) : values });
  }
  return { optimizerSteps, kept: [...kept], tensors };
}

/**
 * Writes a state in place. Call when all that was recorded is submitted.
 * @param checkpoint its name, for refusals.
 * @throws WeftError `bad-checkpoint` where a tensor is missing, or has another size.
 */
export function writeState(bridge: TfjsBridge, places: StatePlaces, state: TraineeState, checkpoint: string): void {
  const { variables, optimizer, memberCount } = places;
  const { queue } = bridge.gpu.device;
  const tensors = new Map(state.tensors.map((tensor) => [tensor.name, tensor.bytes]));
  const listed = listPlaces(bridge, places);
  for (const { name, bytes, isOfKept } of listed) {
    const found = tensors.get(name)?.byteLength;
    const wanted = isOfKept ? (bytes / memberCount) * countTrue(state.kept) : bytes;
    if (found !== wanted) {
      throw badCheckpoint(checkpoint, `tensor ${name}`, `it has ${found ?? 'no'} bytes, and this run needs ${wanted}`);
    }
  }
  for (const { name, buffer, offset, bytes, isOfKept } of listed) {
    const values = tensors.get(name) as Uint8Array<ArrayBuffer>;
    if (!isOfKept) {
      queue.writeBuffer(buffer, offset, values);
      continue;
    }
    const memberBytes = bytes / memberCount;
    let at = 0;
    state.kept.forEach((isKept, member) => {
      if (isKept) {
        queue.writeBuffer(buffer, offset + member * memberBytes, values.subarray(at, at + memberBytes));
        at += memberBytes;
      }
    });
  }
  optimizer.restoreSteps(state.optimizerSteps);
  variables.forEach(bridge.markWritten);
}

/** The state of members `first` to `end` − 1. */
export function sliceState({ optimizerSteps, kept, tensors }: TraineeState, first: number, end: number): TraineeState {
  const own = kept.slice(first, end);
  const [keptBefore, keptOwn] = [countTrue(kept.slice(0, first)), countTrue(own)];
  const sliced = tensors.map(({ name, bytes }) => {
    const isOfKept = name.startsWith('best.');
    const memberBytes = bytes.byteLength / (isOfKept ? countTrue(kept) : kept.length);
    const [from, count] = isOfKept ? [keptBefore, keptOwn] : [first, end - first];
    return { name, bytes: bytes.subarray(from * memberBytes, (from + count) * memberBytes) };
  });
  return { optimizerSteps, kept: own, tensors: sliced };
}

function pickMembers(values: Uint8Array<ArrayBuffer>, members: readonly boolean[], memberCount: number) {
  const memberBytes = values.byteLength / memberCount;
  return concatenateBytes(
    members.flatMap((isPicked, member) =>
      isPicked ? [values.subarray(member * memberBytes, (member + 1) * memberBytes)] : [],
    ),
  );
}

function concatenateBytes(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function countTrue(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}
