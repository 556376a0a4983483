import { NORMALIZATIONS, type Normalization } from '../../data/normalization';
import {
  extraLength,
  type MatmulEpilogue,
  type MatmulShape,
  matmulFlop,
  matmulShape,
} from '../../kernels/matmul/shape';
import { CLASSES, FEATURES, FORWARD_FLOP, LAYER_UNITS, LAYERS, TRAINING_FLOP } from '../../run/network';

export const SUITES = ['matmul', 'normalize', 'loss', 'adam', 'train', 'evaluate', 'other'] as const;
export type Suite = (typeof SUITES)[number];

/** What every case says of itself. A run is one repetition of its work. */
interface CaseFacts {
  /** `suite/shape/what` */
  readonly id: string;
  readonly suite: Suite;
  /** Operations of a run, a multiply-add as two; `undefined` where bytes alone matter. */
  readonly flop: number | undefined;
  /** Bytes that a run must at least read and write; `undefined` where they depend on the implementation. */
  readonly bytes: number | undefined;
  /** Operations for one image of one member, where a run is a whole step or an evaluation. */
  readonly flopPerImage?: number;
  /** Takes too long on a software adapter to be part of a run that does not name it. */
  readonly isHeavy: boolean;
}

export type BenchCase = CaseFacts &
  (
    | { readonly kind: 'matmul'; readonly shape: MatmulShape }
    | { readonly kind: 'statistics'; readonly examples: number }
    | {
        readonly kind: 'gather-normalize';
        readonly normalization: Normalization;
        readonly rows: number;
        readonly examples: number;
      }
    | { readonly kind: 'loss'; readonly members: number }
    | { readonly kind: 'adam'; readonly members: number }
    | { readonly kind: 'train'; readonly members: number; readonly batchRows: number }
    | { readonly kind: 'evaluate'; readonly members: number; readonly examples: number }
    | { readonly kind: 'other'; readonly kernel: OtherKernel; readonly members: number }
  );

/** Kernels of the step and of the diagnostics beside those with a suite of their own. */
export type OtherKernel =
  | 'narrow-dense-gradients'
  | 'predictions'
  | 'unit-moments'
  | 'gradient-squares'
  | 'negate'
  | 'column-sums';

/** Examples a step, for each member: the notebook's. */
export const BATCH_ROWS = 128;
/** On a software adapter a step of more images takes seconds with a peer. */
const MOST_SOFTWARE_IMAGES = 4 * BATCH_ROWS;
const TRAIN_EXAMPLES = 50_000;
const FLOAT_BYTES = 4;
/** Of both hidden layers. */
export const HIDDEN_UNITS = LAYER_UNITS[1];

/** Parameters of one network. */
export const PARAMETERS = LAYERS.reduce((sum, { inputs, units }) => sum + inputs * units + units, 0);

const STEP_PRODUCTS = productsOfStep(1);
/** The large products of the three kinds, one each. */
const TELLING_PRODUCTS = ['forward-1', 'weight-gradient-1', 'input-gradient-2'];
const isTelling = ({ id }: BenchCase) => TELLING_PRODUCTS.some((name) => id.endsWith(name));

/** Every case, first one or a few of each suite: what a time budget cuts off is the end. */
export const CASES: readonly BenchCase[] = [
  trainCase({ members: 1 }),
  ...STEP_PRODUCTS.filter(isTelling),
  gatherCase('standardize', BATCH_ROWS, false),
  lossCase(1),
  adamCase(1),
  ...STEP_PRODUCTS.filter((product) => !isTelling(product)),
  trainCase({ members: 4 }),
  evaluateCase(1),
  statisticsCase(),
  ...NORMALIZATIONS.map((normalization) => gatherCase(normalization, TRAIN_EXAMPLES, normalization !== 'standardize')),
  ...[256, 512, 1024, 2048, 4096].map((size) =>
    productCase('square', matmulShape({ m: size, k: size, n: size }), size > 512),
  ),
  productCase('odd-k', matmulShape({ m: BATCH_ROWS, k: 785, n: 512 }), false),
  productCase('one-row', matmulShape({ m: 1, k: 784, n: 512 }), false),
  productCase('ten-columns', matmulShape({ m: BATCH_ROWS, k: 512, n: CLASSES }), false),
  ...[4, 32].map(lossCase),
  ...[4, 32].map(adamCase),
  ...[2, 8, 16, 32, 64].map((members) => trainCase({ members })),
  ...[32, 64, 256, 512, 1024].map((batchRows) => trainCase({ members: 1, batchRows })),
  ...[4, 32].map(evaluateCase),
  ...[1, 4].flatMap(otherCases),
  ...productsOfStep(4),
  ...productsOfStep(32),
];

/** The cases of some suites that fit one of the patterns; all of them where there is no pattern. */
export function casesMatching(suites: readonly Suite[], patterns: readonly string[]): BenchCase[] {
  return CASES.filter(
    ({ id, suite }) => suites.includes(suite) && (patterns.length === 0 || patterns.some((text) => matches(id, text))),
  );
}

/** With `*` the pattern is the whole id, without it a part. */
function matches(id: string, pattern: string): boolean {
  if (!pattern.includes('*')) {
    return id.includes(pattern);
  }
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}

/** The eight products of the notebook's step, each with what Weft's kernel does beside it. */
function productsOfStep(members: number): BenchCase[] {
  const last = LAYERS.length - 1;
  const isHeavy = members > 4;
  const named = (name: string, changes: Parameters<typeof matmulShape>[0]) =>
    productCase(name, matmulShape({ batch: members, ...changes }), isHeavy);
  const epilogueOf = (index: number): MatmulEpilogue => (index === last ? 'bias' : 'bias-relu');
  return [
    ...LAYERS.map(({ inputs, units }, index) =>
      named(`forward-${index + 1}`, { m: BATCH_ROWS, k: inputs, n: units, epilogue: epilogueOf(index) }),
    ),
    ...LAYERS.map(({ inputs, units }, index) =>
      named(`weight-gradient-${index + 1}`, {
        m: inputs,
        k: BATCH_ROWS,
        n: units,
        transposeA: true,
        hasColumnSums: true,
      }),
    ),
    ...LAYERS.slice(1).map(({ inputs, units }, index) =>
      named(`input-gradient-${index + 2}`, {
        m: BATCH_ROWS,
        k: units,
        n: inputs,
        transposeB: true,
        epilogue: 'relu-mask',
      }),
    ),
  ];
}

function productCase(name: string, shape: MatmulShape, isHeavy: boolean): BenchCase {
  const { batch, m, k, n, hasColumnSums } = shape;
  const size = `${batch === 1 ? '' : `${batch}x`}${m}x${k}x${n}`;
  return {
    kind: 'matmul',
    id: `matmul/${size}/${name}`,
    suite: 'matmul',
    shape,
    flop: matmulFlop(shape),
    bytes: FLOAT_BYTES * (batch * (m * k + k * n + m * n + (hasColumnSums ? n : 0)) + extraLength(shape)),
    isHeavy,
  };
}

function statisticsCase(): BenchCase {
  return {
    kind: 'statistics',
    id: `normalize/${TRAIN_EXAMPLES}x${FEATURES}/statistics`,
    suite: 'normalize',
    examples: TRAIN_EXAMPLES,
    flop: undefined,
    bytes: TRAIN_EXAMPLES * FEATURES,
    isHeavy: false,
  };
}

/** A byte read and four written for each pixel. */
function gatherCase(normalization: Normalization, rows: number, isHeavy: boolean): BenchCase {
  return {
    kind: 'gather-normalize',
    id: `normalize/${rows}x${FEATURES}/${normalization}`,
    suite: 'normalize',
    normalization,
    rows,
    examples: Math.max(rows, 5000),
    flop: undefined,
    bytes: rows * FEATURES * 5,
    isHeavy,
  };
}

/** Logits and labels read, gradients written. */
function lossCase(members: number): BenchCase {
  const rows = members * BATCH_ROWS;
  return {
    kind: 'loss',
    id: `loss/${members}x${BATCH_ROWS}x${CLASSES}/softmax-cross-entropy`,
    suite: 'loss',
    members,
    flop: undefined,
    bytes: rows * (2 * CLASSES + 1) * FLOAT_BYTES,
    isHeavy: members > 4,
  };
}

/** Weights and two moments read and written, gradients read. */
function adamCase(members: number): BenchCase {
  return {
    kind: 'adam',
    id: `adam/${members}x${PARAMETERS}/all-variables`,
    suite: 'adam',
    members,
    flop: undefined,
    bytes: members * PARAMETERS * 7 * FLOAT_BYTES,
    isHeavy: members > 4,
  };
}

function trainCase({
  members,
  batchRows = BATCH_ROWS,
}: {
  readonly members: number;
  readonly batchRows?: number;
}): BenchCase {
  return {
    kind: 'train',
    id: `train/${members}x${batchRows}/step`,
    suite: 'train',
    members,
    batchRows,
    flop: members * batchRows * TRAINING_FLOP,
    bytes: undefined,
    flopPerImage: TRAINING_FLOP,
    isHeavy: members * batchRows > MOST_SOFTWARE_IMAGES,
  };
}

/** Forward and loss over a split of so many images. */
function evaluateCase(members: number): BenchCase {
  const examples = 1024;
  return {
    kind: 'evaluate',
    id: `evaluate/${members}x${examples}/forward`,
    suite: 'evaluate',
    members,
    examples,
    flop: members * examples * FORWARD_FLOP,
    bytes: undefined,
    flopPerImage: FORWARD_FLOP,
    isHeavy: members > 1,
  };
}

function otherCases(members: number): BenchCase[] {
  const [hidden, kernel] = [BATCH_ROWS * HIDDEN_UNITS, HIDDEN_UNITS * CLASSES];
  const named = (name: OtherKernel, size: string, floats: number, flop?: number): BenchCase => ({
    kind: 'other',
    id: `other/${members}x${size}/${name}`,
    suite: 'other',
    kernel: name,
    members,
    flop,
    bytes: members * floats * FLOAT_BYTES,
    isHeavy: false,
  });
  const activations = `${BATCH_ROWS}x${HIDDEN_UNITS}`;
  return [
    // x read and its gradient written, the kernel as well, and the loss's gradient read.
    named(
      'narrow-dense-gradients',
      `${activations}x${CLASSES}`,
      2 * (hidden + kernel) + (BATCH_ROWS + 1) * CLASSES,
      4 * members * hidden * CLASSES,
    ),
    named('predictions', `${BATCH_ROWS}x${CLASSES}`, BATCH_ROWS * (CLASSES + 2)),
    named('unit-moments', activations, 2 * hidden),
    named('gradient-squares', `${FEATURES}x${HIDDEN_UNITS}`, (FEATURES + 1) * HIDDEN_UNITS),
    named('negate', activations, 2 * hidden),
    named('column-sums', activations, hidden + HIDDEN_UNITS),
  ];
}
