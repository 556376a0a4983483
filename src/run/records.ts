/** Training loss and accuracy of one member, averaged over the examples of this epoch so far. */
export interface RunningMetrics {
  readonly trainLoss: number;
  readonly trainAccuracy: number;
}

/** One member's figures for one whole epoch. Losses are mean cross-entropies in nats; accuracies 0…1. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly valLoss: number;
  readonly valAccuracy: number;
  /** Over the examples held out of training, where there are any. */
  readonly heldOutLoss?: number;
  readonly heldOutAccuracy?: number;
  /** What the epoch was trained with. */
  readonly learningRate: number;
}

/**
 * What one member's network does with a fixed batch of training examples, and what the loss on it asks of each layer.
 * Layers are in order, the output layer last.
 */
export interface Diagnostics {
  readonly loss: number;
  readonly layers: readonly LayerDiagnostics[];
}

export interface LayerDiagnostics {
  /** The standard deviation of x·W + b over examples and units. */
  readonly preActivationStd: number;
  /** The share of relu units that are 0 for every example of the batch, 0…1; `null` for the output layer. */
  readonly deadShare: number | null;
  /** The Euclidean norm of the loss's gradient by the layer's kernel and bias. */
  readonly gradientNorm: number;
}

/** What was measured of one member after an epoch; 0 is before training. */
export interface EpochDiagnostics extends Diagnostics {
  readonly epoch: number;
}
