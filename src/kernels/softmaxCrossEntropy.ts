import batch from '../../shaders/shared/batch.wgsl?raw';
import rowSoftmax from '../../shaders/shared/rowSoftmax.wgsl?raw';
import skipInactive from '../../shaders/shared/skipInactive.wgsl?raw';
import source from '../../shaders/softmaxCrossEntropy.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';
import { linkShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;
/** Rows whose totals share a slot. */
export const LOSS_GROUP_ROWS = WORKGROUP_SIZE;

/** Loss, gradient and hits of one batch for every member. */
export const softmaxCrossEntropy = defineKernel(
  'softmaxCrossEntropy',
  linkShader(source, { batch, rowSoftmax, skipInactive }),
  {
    /** [members, rows, classes] f32. */
    logits: 'read',
    /** [members, rows] u32. */
    labels: 'read',
    /** [members, rows, classes] f32, written: of the mean loss over the batch. */
    gradient: 'read-write',
    /** Of `totalsBytes`, added to. */
    totals: 'read-write',
    batch: 'uniform',
    /** [members] u32, with `hasActivity`: gradient and totals keep what they hold of a member with 0. */
    activity: 'read?',
  },
);

export interface SoftmaxCrossEntropyShape {
  readonly members: number;
  /** Rows of the batch, the padding of a short one included. */
  readonly rows: number;
  readonly classes: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface SoftmaxCrossEntropyPlan extends Launch<typeof softmaxCrossEntropy.specs> {
  readonly shape: SoftmaxCrossEntropyShape;
}

/** Loss, hits and rows of one member in some steps, of the rows of one workgroup. */
export const SLOT_WORDS = 3;
/** Workgroups beyond so many share slots; a slot's own sum then loses no more digits than one batch's does. */
const MAX_SLOTS = 1024;

/**
 * Size of the running totals of members: a slot a workgroup and step, so that no sum goes on over steps in float32.
 * @param steps that add to them, of `rows` rows each.
 */
export function totalsBytes({ members, rows }: Pick<SoftmaxCrossEntropyShape, 'members' | 'rows'>, steps = 1): number {
  const groups = groupsOver(rows);
  // Never fewer than groups: the workgroups of one step run at the same time.
  const slots = Math.max(groups, Math.min(steps * groups, MAX_SLOTS));
  return members * slots * SLOT_WORDS * Uint32Array.BYTES_PER_ELEMENT;
}

function groupsOver(rows: number): number {
  return Math.ceil(rows / WORKGROUP_SIZE);
}

/** What a member's totals say. */
export interface LossTotals {
  /** Mean cross-entropy in nats over the rows seen; NaN when none was. */
  readonly loss: number;
  /** Share of rows whose largest logit is the label's. */
  readonly accuracy: number;
  readonly rows: number;
}

export function planSoftmaxCrossEntropy(shape: SoftmaxCrossEntropyShape): SoftmaxCrossEntropyPlan {
  const { members, rows, hasActivity = false } = shape;
  const groups = groupsOver(rows);
  return {
    shape,
    grid: [groups, members, 1],
    program: softmaxCrossEntropy.program({
      MEMBERS: members,
      ROWS: rows,
      CLASSES: shape.classes,
      WORKGROUP_SIZE,
      GROUPS: groups,
      HAS_ACTIVITY: hasActivity,
    }),
  };
}

/** Adds up, in float64, the totals of all members as the kernel left them. */
export function decodeTotals(bytes: ArrayBuffer, members: number): LossTotals[] {
  const [losses, counts] = [new Float32Array(bytes), new Uint32Array(bytes)];
  const memberWords = counts.length / members;
  return Array.from({ length: members }, (_, member) => {
    let [loss, hits, rows] = [0, 0, 0];
    for (let at = member * memberWords; at < (member + 1) * memberWords; at += SLOT_WORDS) {
      loss += losses[at] as number;
      hits += counts[at + 1] as number;
      rows += counts[at + 2] as number;
    }
    return { loss: loss / rows, accuracy: hits / rows, rows };
  });
}

/** Loss, gradient and hits of one batch in float64, from the formula. */
export function softmaxCrossEntropyReference(
  { members, rows, classes }: SoftmaxCrossEntropyShape,
  logits: Float32Array | Float64Array,
  labels: Uint32Array,
  rowCount: number,
): { readonly losses: Float64Array; readonly hits: Uint32Array; readonly gradient: Float64Array } {
  const losses = new Float64Array(members);
  const hits = new Uint32Array(members);
  const gradient = new Float64Array(members * rows * classes);
  for (let member = 0; member < members; member++) {
    for (let row = 0; row < rowCount; row++) {
      const first = (member * rows + row) * classes;
      const z = Array.from(logits.subarray(first, first + classes));
      const label = labels[member * rows + row] as number;
      const largest = Math.max(...z);
      const exps = z.map((value) => Math.exp(value - largest));
      const sum = exps.reduce((total, value) => total + value, 0);
      losses[member] = (losses[member] as number) + Math.log(sum) - ((z[label] as number) - largest);
      hits[member] = (hits[member] as number) + (z.indexOf(largest) === label ? 1 : 0);
      exps.forEach((value, c) => {
        gradient[first + c] = (value / sum - (c === label ? 1 : 0)) / rowCount;
      });
    }
  }
  return { losses, hits, gradient };
}
