import type * as Facts from '../../facts';
import { list, numbers } from '../base';

export const why = {
  question: 'Why is it advisable to normalize the inputs?',
  missing: 'None of these runs looked inside its networks; that takes the option diagnostics.',
  finding: ({ name, reference, times, loss, referenceLoss }: Facts.WidestFacts) =>
    `Before training, the results of the first layer spread ${numbers.times(times)} times as wide with ${name} as with ${reference}, and the loss starts at ${numbers.figure(loss)} instead of ${numbers.figure(referenceLoss)}.`,
  findingAlike: (reference: string, times: number) =>
    `Before training, no normalization’s first layer gives results that spread more than ${numbers.count(times)} times as wide as with ${reference}.`,
  single: 'This run has no second normalization to compare with; the figures below are of the one it has.',
  background:
    'The initial weights are drawn for inputs of about unit size, and Adam moves each weight by about the learning rate, however long the gradient is. Where the inputs are many times larger, a step of the same size moves the results of the first layer many times as far: what is a fine step for small inputs is a coarse one for large ones.',
  wide: ({ name, reference, std, referenceStd, loss, referenceLoss, gradientTimes }: Facts.SpreadFacts) =>
    `With ${name}, the first layer’s pre-activations have a standard deviation of ${numbers.figure(std)} before training, ${numbers.times(std / referenceStd)} times that with ${reference} (${numbers.figure(referenceStd)}). The loss on the fixed batch starts at ${numbers.figure(loss)}; with ${reference} it starts at ${numbers.figure(referenceLoss)}, and guessing has ln 10 = ${numbers.figure(Math.LN10)}.${gradientTimes === null ? '' : ` The gradient of the first layer is ${numbers.times(gradientTimes)} times as long as with ${reference}.`}`,
  alike: ({ names, reference, referenceStd, low, high }: Facts.AlikeFacts) =>
    `With ${list(names)} the first layer’s pre-activations are of the same size as with ${reference} (${numbers.figure(referenceStd)}): ${low === high ? numbers.figure(low) : `${numbers.figure(low)} to ${numbers.figure(high)}`}.`,
  centred: (std: number, rawStd: number) =>
    `Centring alone moves the pixels and leaves their spread as it is: the pre-activations still have a standard deviation of ${numbers.figure(std)} with center, beside ${numbers.figure(rawStd)} with raw. It is the division that brings the inputs to unit size.`,
  dead: (shares: readonly { readonly name: string; readonly share: number }[]) =>
    `After training, the share of first-layer relu units that are 0 for every example of the batch, and so learn nothing from it, is ${list(shares.map(({ name, share }) => `${numbers.percent(share)} with ${name}`))}.`,
  charts: 'Inside the networks, on one fixed batch of training examples',
  caption: (count: number) =>
    `Epoch 0 is before training.${count > 1 ? ' Lines are means over the seeds; bands reach from the lowest to the highest seed.' : ''}`,
  chartTitles: {
    std: 'Spread of the first layer’s pre-activations',
    loss: 'Loss on the fixed batch',
    gradientNorm: 'Length of the first layer’s gradient',
    deadShare: 'Dead relu units of the first layer',
  },
  firstLayerCaption: 'The first layer on the fixed batch, before and after training',
  stdBefore: 'spread before',
  stdAfter: 'spread after',
  lossBefore: 'loss before',
  lossAfter: 'loss after',
  deadBefore: 'dead before',
  deadAfter: 'dead after',
  gradientCaption: 'Length of the gradient by layer, before and after training',
  gradientBefore: (layer: number) => `layer ${layer} before`,
  gradientAfter: (layer: number) => `layer ${layer} after`,
};
