import * as tf from '@tensorflow/tfjs';
import type { TfjsBridge } from '../../tfjs/bridge';
import { installKernels } from '../../tfjs/installKernels';
import { checkOutputs, type ExpectedOutput, type Verdict } from '../work/checkOutputs';
import type { Competitor } from '../work/competitor';

/** A sequence of tfjs operations to be timed. */
export interface TfjsWork {
  /** Makes the inputs; called once for each set that runs take in turn. */
  readonly inputs: () => readonly tf.Tensor[];
  readonly operate: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[];
  /** Whether Weft's kernels are installed while it runs. */
  readonly hasWeftKernels?: boolean;
  readonly expected: () => readonly ExpectedOutput[];
}

const SETS = 2;

/**
 * Operations of tfjs on Weft's device. Every run makes fresh outputs, and nothing is read back while it is timed.
 */
export function openTfjs(
  bridge: TfjsBridge,
  { inputs, operate, hasWeftKernels = false, expected }: TfjsWork,
): Competitor {
  const sets = Array.from({ length: SETS }, () => tf.tidy(() => inputs().map((tensor) => tf.keep(tensor))));
  let runsDone = 0;
  let outputs: readonly tf.Tensor[] = [];
  return {
    run: async (runs) => {
      const uninstall = hasWeftKernels ? installKernels() : () => undefined;
      try {
        for (let run = 0; run < runs; run++) {
          tf.dispose(outputs as tf.Tensor[]);
          outputs = tf.tidy(() => operate(sets[runsDone++ % SETS] ?? []).map((tensor) => tf.keep(tensor)));
        }
      } finally {
        uninstall();
      }
      bridge.flush();
    },
    // The pool gives the buffer it got last: fill buffers of the outputs' sizes with NaN and hand them to it.
    poison: async () => {
      const shapes = outputs.map(({ shape }) => shape);
      tf.dispose(outputs as tf.Tensor[]);
      outputs = [];
      bridge.flush();
      const fillers = shapes.flatMap((shape) => [tf.fill(shape, Number.NaN), tf.fill(shape, Number.NaN)]);
      bridge.flush();
      tf.dispose(fillers);
    },
    verify: async (): Promise<Verdict> => {
      const actual = await Promise.all(outputs.map((tensor) => tensor.data()));
      return checkOutputs(actual as Float32Array[], expected());
    },
    dispose: () => {
      tf.dispose([...sets.flat(), ...outputs]);
      bridge.flush();
    },
  };
}
