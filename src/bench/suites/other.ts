import type { Gpu } from '../../gpu/device';
import { type BindingSpecs, type BuffersOf, type Launch, launch } from '../../gpu/kernel';
import { columnSumsReference, planColumnSums } from '../../kernels/columnSums';
import { decodeGradientNorms, gradientNormReference, planGradientSquares } from '../../kernels/gradientSquares';
import {
  narrowDenseGradientsReference,
  narrowDenseRowSplits,
  planNarrowDenseGradients,
} from '../../kernels/narrowDenseGradients';
import { negateReference, planNegate } from '../../kernels/negate';
import { decodePredictions, planPredictClasses, predictClassesReference } from '../../kernels/predictClasses';
import { decodeUnitMoments, planUnitMoments, unitMomentsReference } from '../../kernels/unitMoments';
import { CLASSES, FEATURES } from '../../run/network';
import { createBatchRecord } from '../work/batchRecordBuffer';
import { BATCH_ROWS, type BenchCase, HIDDEN_UNITS, type OtherKernel } from '../work/catalog';
import { checkOutputs, type ExpectedOutput, expectAll } from '../work/checkOutputs';
import type { CompetitorEntry } from '../work/competitor';
import { comparedWith, type KernelWork, openKernel } from '../work/kernelCompetitor';
import { randomFloats } from '../work/randomData';
import type { BenchContext } from './context';

type OtherCase = Extract<BenchCase, { kind: 'other' }>;

/** Sums of some hundred float32 terms, relative to the root mean square of the output. */
const SUM_TOLERANCE = 1e-5;
/** exp may be off by (3 + 2|x|) units in the last place: of terms that count in the sum, some 40 · 2⁻²³. */
const CONFIDENCE_TOLERANCE = 5e-6;

/** One launch of a kernel: `batch`, where it has one, is the record of a full batch. */
interface OneLaunch<S extends BindingSpecs> {
  readonly plan: Launch<S>;
  readonly hasBatch?: boolean;
  readonly makeWork: () => Pick<KernelWork<Readonly<Record<string, unknown>>>, 'inputs' | 'outputs' | 'verify'>;
}

/** The step's and the diagnostics' other kernels, none of which a peer has as one call. */
export function otherEntries({ kernel, members }: OtherCase, { bridge: { gpu } }: BenchContext): CompetitorEntry[] {
  return [OTHERS[kernel](gpu, members)];
}

const OTHERS: Readonly<Record<OtherKernel, (gpu: Gpu, members: number) => CompetitorEntry>> = {
  'narrow-dense-gradients': (gpu, members) => {
    const [rows, inputs, units] = [BATCH_ROWS, HIDDEN_UNITS, CLASSES];
    const rowSplits = narrowDenseRowSplits(gpu.adapter, units);
    const plan = planNarrowDenseGradients({ members, rows, inputs, units, hasReluMask: true, rowSplits });
    return entryOf(gpu, {
      plan,
      makeWork: () => {
        // As a relu gives them: half are zeros.
        const x = randomFloats(1, members * rows * inputs).map((value) => Math.max(0, value));
        const kernel = randomFloats(2, members * inputs * units);
        const dz = randomFloats(3, members * rows * units);
        return {
          inputs: { x, kernel, dz },
          outputs: {
            xGradient: { bytes: x.byteLength },
            kernelGradient: { bytes: kernel.byteLength },
            biasGradient: { bytes: 4 * members * units },
          },
          verify: comparedWith(() => {
            const gradients = narrowDenseGradientsReference(plan.shape, { x, kernel, dz });
            return [
              expectAll('xGradient', gradients.xGradient, SUM_TOLERANCE),
              expectAll('kernelGradient', gradients.kernelGradient, SUM_TOLERANCE),
              expectAll('biasGradient', gradients.biasGradient, SUM_TOLERANCE),
            ];
          }),
        };
      },
    });
  },

  predictions: (gpu, members) => {
    const plan = planPredictClasses({ members, rows: BATCH_ROWS, classes: CLASSES, examples: BATCH_ROWS });
    return entryOf(gpu, {
      plan,
      hasBatch: true,
      makeWork: () => {
        const logits = randomFloats(1, members * BATCH_ROWS * CLASSES, -4, 4);
        return {
          inputs: { logits },
          outputs: { predictions: { bytes: plan.outputBytes } },
          verify: ([bytes]) => {
            const predicted = decodePredictions(plan.shape, bytes as ArrayBuffer);
            const actual = predicted.flatMap(({ classes, confidences }) => [classes, confidences]);
            const expected = partsOf(logits, members).flatMap((part): ExpectedOutput[] => {
              const { classes, confidences } = predictClassesReference(part, CLASSES);
              return [
                expectAll('class', Float64Array.from(classes), 0),
                expectAll('confidence', confidences, CONFIDENCE_TOLERANCE),
              ];
            });
            return checkOutputs(actual, expected);
          },
        };
      },
    });
  },

  'unit-moments': (gpu, members) => {
    const units = HIDDEN_UNITS;
    const plan = planUnitMoments({ members, rows: BATCH_ROWS, units, hasNegativeParts: true });
    return entryOf(gpu, {
      plan,
      hasBatch: true,
      makeWork: () => {
        // Every eighth unit is dead.
        const z = randomFloats(1, members * BATCH_ROWS * units).map((value, i) => (i % 8 === 0 ? value - 1 : value));
        return {
          inputs: {
            positive: z.map((value) => Math.max(value, 0)),
            negative: z.map((value) => Math.max(-value, 0)),
          },
          outputs: { moments: { bytes: plan.outputBytes } },
          verify: ([bytes]) => {
            const moments = decodeUnitMoments(plan, bytes as ArrayBuffer, BATCH_ROWS);
            const actual = moments.map(({ mean, std, deadShare }) => [mean, std, deadShare ?? Number.NaN]);
            const expected = partsOf(z, members).map((part) => {
              const { mean, std, deadShare } = unitMomentsReference(part, units);
              return expectAll('moments', Float64Array.of(mean, std, deadShare), SUM_TOLERANCE);
            });
            return checkOutputs(actual, expected);
          },
        };
      },
    });
  },

  'gradient-squares': (gpu, members) => {
    const [kernelSize, biasSize] = [FEATURES * HIDDEN_UNITS, HIDDEN_UNITS];
    const plan = planGradientSquares({ members, kernelSize, biasSize });
    return entryOf(gpu, {
      plan,
      makeWork: () => {
        const kernel = randomFloats(1, members * kernelSize);
        const bias = randomFloats(2, members * biasSize);
        return {
          inputs: { kernel, bias },
          outputs: { sums: { bytes: plan.outputBytes } },
          verify: ([bytes]) => {
            const biases = partsOf(bias, members);
            const norms = partsOf(kernel, members).map((part, i) =>
              gradientNormReference(part, biases[i] as Float32Array),
            );
            return checkOutputs(
              [decodeGradientNorms(plan, bytes as ArrayBuffer)],
              [expectAll('norm', Float64Array.from(norms), SUM_TOLERANCE)],
            );
          },
        };
      },
    });
  },

  negate: (gpu, members) =>
    entryOf(gpu, {
      plan: planNegate({ members, rows: BATCH_ROWS, cols: HIDDEN_UNITS }),
      makeWork: () => {
        const values = randomFloats(1, members * BATCH_ROWS * HIDDEN_UNITS);
        return {
          inputs: { values },
          outputs: { negated: { bytes: values.byteLength } },
          verify: comparedWith(() => [expectAll('negated', Float64Array.from(negateReference(values)), 0)]),
        };
      },
    }),

  'column-sums': (gpu, members) => {
    const plan = planColumnSums({ members, rows: BATCH_ROWS, cols: HIDDEN_UNITS });
    return entryOf(gpu, {
      plan,
      makeWork: () => {
        const matrix = randomFloats(1, members * BATCH_ROWS * HIDDEN_UNITS);
        return {
          inputs: { matrix },
          outputs: { sums: { bytes: 4 * members * HIDDEN_UNITS } },
          verify: comparedWith(() => [expectAll('sums', columnSumsReference(plan.shape, matrix), SUM_TOLERANCE)]),
        };
      },
    });
  },
};

function entryOf<S extends BindingSpecs>(gpu: Gpu, { plan, hasBatch, makeWork }: OneLaunch<S>): CompetitorEntry {
  return {
    implementation: 'weft',
    variant: 'one dispatch',
    isFirstUse: !gpu.pipelines.isCompiled(plan.program),
    open: async () => {
      const record = hasBatch === true ? createBatchRecord(gpu, BATCH_ROWS) : undefined;
      const given = record === undefined ? {} : { batch: record.batch };
      return openKernel<Readonly<Record<string, unknown>>>(gpu, {
        ...makeWork(),
        // Names that are not the kernel's are refused by the launch.
        record: (recorder, buffers) => launch(recorder, plan, { ...buffers, ...given } as unknown as BuffersOf<S>),
        ...(record === undefined ? {} : { dispose: record.dispose }),
      });
    },
  };
}

/** What each member has of values [members, …]. */
function partsOf(values: Float32Array, members: number): Float32Array[] {
  const length = values.length / members;
  return Array.from({ length: members }, (_, member) => values.subarray(member * length, (member + 1) * length));
}
