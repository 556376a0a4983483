import type * as tf from '@tensorflow/tfjs';
import type { TfjsBridge } from '../../tfjs/bridge';
import { checkOutputs } from '../work/checkOutputs';
import type { Competitor } from '../work/competitor';
import type { EvaluatedModel } from '../work/evaluateData';
import { createModel, createTensors } from './tfjsTrain';

/** `model.evaluate` of a plain `tf.sequential` on stock kernels, the whole split in one batch. */
export async function openEvaluate(
  bridge: TfjsBridge,
  { member, split, expected }: EvaluatedModel,
): Promise<Competitor> {
  const model = createModel({ member });
  const { x, y } = createTensors(split);
  let loss: tf.Scalar | undefined;
  const forget = () => {
    loss?.dispose();
    loss = undefined;
  };
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        forget();
        loss = model.evaluate(x, y, { batchSize: split.labels.length }) as tf.Scalar;
      }
      bridge.flush();
    },
    poison: async () => forget(),
    verify: async () => checkOutputs([Array.from((await loss?.data()) ?? [Number.NaN])], expected()),
    dispose: () => {
      forget();
      model.optimizer.dispose();
      model.dispose();
      x.dispose();
      y.dispose();
      bridge.flush();
    },
  };
}
