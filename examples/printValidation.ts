/**
 * The notebook's two callbacks with `model.fit`: ReduceLROnPlateau, and a function of one's own that prints validation
 * loss and accuracy after each epoch.
 *
 * The trainer calls the same function for its members, given as `createTrainerService({ onEpochEnd: printValidation })`.
 *
 * Run it with `npm run example -- printValidation`; it needs neither a GPU nor a browser.
 */
import * as tf from '@tensorflow/tfjs';
import { EpochEnd, type EpochEndCallback, ReduceLROnPlateau } from 'weft';

const EPOCHS = 12;
const EXAMPLES = 512;
const FEATURES = 16;
const CLASSES = 4;

const printValidation: EpochEndCallback = ({ epoch, members, records }) => {
  for (const [index, { valLoss, valAccuracy, learningRate }] of records.entries()) {
    const member = members[index];
    const name = member === undefined ? '' : `, ${member.normalization}, seed ${member.seed}`;
    const figures = `val_loss ${valLoss.toFixed(4)}, val_accuracy ${valAccuracy.toFixed(4)}`;
    console.log(`Epoch ${epoch}${name}: ${figures}, learning rate ${learningRate}`);
  }
};

/** Noise around one point a class. */
function createData(seed: number): { x: tf.Tensor2D; y: tf.Tensor2D } {
  return tf.tidy(() => {
    const labels = tf.range(0, EXAMPLES, 1, 'int32').mod(tf.scalar(CLASSES, 'int32'));
    const y = tf.oneHot(labels, CLASSES).toFloat() as tf.Tensor2D;
    const points = tf.randomNormal([CLASSES, FEATURES], 0, 1, 'float32', 1) as tf.Tensor2D;
    const noise = tf.randomNormal([EXAMPLES, FEATURES], 0, 2, 'float32', seed);
    return { x: tf.matMul(y, points).add(noise) as tf.Tensor2D, y };
  });
}

await tf.setBackend('cpu');

const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
const model = tf.sequential({
  layers: [
    tf.layers.dense({ units: 32, activation: 'relu', inputShape: [FEATURES], kernelInitializer }),
    tf.layers.dense({ units: CLASSES, activation: 'softmax', kernelInitializer }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });

const train = createData(2);
const validation = createData(3);
await model.fit(train.x, train.y, {
  epochs: EPOCHS,
  batchSize: 128,
  shuffle: false,
  validationData: [validation.x, validation.y],
  verbose: 0,
  callbacks: [new ReduceLROnPlateau({ monitor: 'val_loss', factor: 0.5, patience: 2 }), new EpochEnd(printValidation)],
});
