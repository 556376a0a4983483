import * as tf from '@tensorflow/tfjs';
import { createStorage } from '../../gpu/buffers';
import type { Member } from '../../run/members';
import { LAYERS } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { DenseWeights } from '../../tfjs/denseOp';
import { createInitialWeights } from './initialWeights';

/** The variables of a population, [members, …] each, with the initial weights of the members' seeds. */
export function createVariables(prefix: string, members: readonly Member[]): DenseWeights[] {
  const bySeed = new Map(members.map(({ seed }) => [seed, createInitialWeights(seed)]));
  return LAYERS.map(({ inputs, units }, index) => {
    const layers = members.map(({ seed }) => bySeed.get(seed)?.[index]).filter((layer) => layer !== undefined);
    const variable = <R extends tf.Rank>(name: string, values: Float32Array, shape: tf.ShapeMap[R]) =>
      tf.tidy(() => tf.variable(tf.tensor(values, shape), true, `${prefix}/dense${index + 1}/${name}`));
    return {
      kernel: variable<tf.Rank.R3>('kernel', concatenate(layers.map(({ kernel }) => kernel)), [
        members.length,
        inputs,
        units,
      ]) as unknown as tf.Tensor3D,
      bias: variable<tf.Rank.R2>('bias', concatenate(layers.map(({ bias }) => bias)), [
        members.length,
        units,
      ]) as unknown as tf.Tensor2D,
    };
  });
}

/** A copy of the weights that each member had once, on the GPU; its memory is taken when weights are first kept. */
export class WeightBackup {
  readonly #bridge: TfjsBridge;
  /** [members, …] each. */
  readonly #variables: readonly tf.Tensor[];
  readonly #hasCopy: boolean[];
  #copies: readonly GPUBuffer[] = [];

  constructor(bridge: TfjsBridge, layers: readonly DenseWeights[], memberCount: number) {
    this.#bridge = bridge;
    this.#variables = layers.flatMap(({ kernel, bias }) => [kernel, bias]);
    this.#hasCopy = Array.from({ length: memberCount }, () => false);
  }

  /** Keeps the weights that members whose flag is true have now, in place of any kept before. */
  save(members: readonly boolean[]): void {
    const saved = indicesOfTrue(members);
    if (saved.length === 0) {
      return;
    }
    this.#makeRoom();
    const weights = this.#bridge.buffersOf(this.#variables);
    this.#copySlices(weights, this.#copies, saved);
    for (const member of saved) {
      this.#hasCopy[member] = true;
    }
  }

  /**
   * Gives members whose flag is true the weights that were kept, written into the buffers that their variables have:
   * steps captured before work on these.
   * @throws when a member's were never kept.
   */
  restore(members: readonly boolean[]): void {
    const restored = indicesOfTrue(members);
    const missing = restored.find((member) => !this.#hasCopy[member]);
    if (missing !== undefined) {
      throw new Error(`Member ${missing} has no kept weights to restore.`);
    }
    if (restored.length === 0) {
      return;
    }
    const weights = this.#bridge.buffersOf(this.#variables);
    this.#copySlices(this.#copies, weights, restored);
    this.#variables.forEach(this.#bridge.markWritten);
  }

  /** [members], whose weights are kept. */
  get kept(): readonly boolean[] {
    return [...this.#hasCopy];
  }

  /** Where the kept weights are, a buffer a variable, each [members, …]; none where none were ever kept. */
  get copies(): readonly GPUBuffer[] {
    return this.#copies;
  }

  /** Says whose weights are kept, for whoever writes them into `copies` next. */
  expect(members: readonly boolean[]): void {
    if (members.includes(true)) {
      this.#makeRoom();
    }
    members.forEach((isKept, member) => {
      this.#hasCopy[member] = isKept;
    });
  }

  get allocatedBytes(): number {
    return this.#copies.reduce((bytes, { size }) => bytes + size, 0);
  }

  /** Call when all that was recorded is submitted. */
  dispose(): void {
    for (const copy of this.#copies) {
      copy.destroy();
    }
  }

  #makeRoom(): void {
    if (this.#copies.length === 0) {
      this.#copies = this.#variables.map(({ size }, index) =>
        createStorage(this.#bridge.gpu, `weft.backup.${index}`, size * Float32Array.BYTES_PER_ELEMENT),
      );
    }
  }

  #copySlices(sources: readonly GPUBuffer[], targets: readonly GPUBuffer[], members: readonly number[]): void {
    this.#bridge.recordCommands((encoder) => {
      this.#variables.forEach(({ size }, index) => {
        const sliceBytes = (size / this.#hasCopy.length) * Float32Array.BYTES_PER_ELEMENT;
        const [source, target] = [sources[index], targets[index]] as [GPUBuffer, GPUBuffer];
        for (const member of members) {
          encoder.copyBufferToBuffer(source, member * sliceBytes, target, member * sliceBytes, sliceBytes);
        }
      });
    });
  }
}

function indicesOfTrue(flags: readonly boolean[]): number[] {
  return flags.flatMap((flag, index) => (flag ? [index] : []));
}

export function concatenate(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
