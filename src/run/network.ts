/** Units of the notebook's network, input first: dense 512 relu, dense 512 relu, dense 10. */
export const LAYER_UNITS = [784, 512, 512, 10] as const;

export const FEATURES = LAYER_UNITS[0];
export const CLASSES = LAYER_UNITS[3];

export interface LayerShape {
  readonly inputs: number;
  readonly units: number;
}

export const LAYERS: readonly LayerShape[] = LAYER_UNITS.slice(1).map((units, index) => ({
  inputs: LAYER_UNITS[index] as number,
  units,
}));

const multiplyAdds = LAYERS.map(({ inputs, units }) => inputs * units);
const forwardMultiplyAdds = multiplyAdds.reduce((sum, count) => sum + count, 0);

/** Operations to predict one image, a multiply-add as two. */
export const FORWARD_FLOP = 2 * forwardMultiplyAdds;

/** Operations to train on one image: forward, weight gradients, and input gradients of all layers but the first. */
export const TRAINING_FLOP = 2 * (3 * forwardMultiplyAdds - (multiplyAdds[0] as number));

/** Ten classes: the loss of a network that knows nothing. */
export const GUESSING_LOSS = Math.LN10;
