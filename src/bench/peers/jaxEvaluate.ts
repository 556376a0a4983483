import { CLASSES, FEATURES, LAYERS } from '../../run/network';
import { createInitialWeights } from '../../training/population/initialWeights';
import type { Competitor } from '../work/competitor';
import type { EvaluatedModel } from '../work/evaluateData';
import { meanLoss } from './jaxNetwork';
import { openJax } from './jaxWork';
import { oneHotRows } from './oneHotRows';

/** Forward and loss of one model under one `jit`, the whole split in one batch. */
export function openEvaluate({ member, split, expected }: EvaluatedModel): Promise<Competitor> {
  const { x, labels } = split;
  const weights = createInitialWeights(member.seed).flatMap(({ kernel, bias }, index) => {
    const { inputs, units } = LAYERS[index] as (typeof LAYERS)[number];
    return [
      { values: Float32Array.from(kernel), shape: [inputs, units] },
      { values: Float32Array.from(bias), shape: [units] },
    ];
  });
  return openJax({
    inputs: [
      { values: x, shape: [labels.length, FEATURES] },
      { values: oneHotRows(labels), shape: [labels.length, CLASSES] },
      ...weights,
    ],
    compute: (...inputs) => {
      const [images, targets, ...ofLayers] = inputs;
      return images === undefined || targets === undefined ? [] : [meanLoss(ofLayers, images, targets)];
    },
    expected,
  });
}
