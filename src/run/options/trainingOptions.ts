import { NORMALIZATIONS } from '../../data/normalization';
import { MAX_EPOCHS, MAX_LEARNING_RATE, PRESETS, TRAIN_SPLIT_EXAMPLES } from './choices';
import { defineOption, inEvery } from './optionDefinition';
import { listOf, listOfNames, oneOf, realNumber, wholeNumber } from './optionValues';

/** 1e-5 to 1, two a decade. */
const HALF_DECADES = [1e-5, 3.16e-5, 1e-4, 3.16e-4, 1e-3, 3.16e-3, 0.01, 0.0316, 0.1, 0.316, 1] as const;

const learningRate = realNumber(
  { above: 0, atMost: MAX_LEARNING_RATE },
  { en: `above 0 and up to ${MAX_LEARNING_RATE}`, es: `mayor que 0 y de ${MAX_LEARNING_RATE} como máximo` },
);

/** What is compared, on how much data and for how long. */
export const TRAINING_OPTIONS = {
  preset: defineOption(oneOf(PRESETS), {
    usual: 'notebook',
    presets: {
      quick: 'quick',
      plateau: 'plateau',
      'learning-rates': 'learning-rates',
      study: 'study',
    },
    group: 'training',
    place: 1,
    control: { kind: 'presets' },
    label: inEvery('Preset'),
    hint: { en: 'sets everything below', es: 'fija todo lo de abajo' },
    help: { en: 'a set of defaults for the options below', es: 'un juego de valores para las opciones siguientes' },
  }),
  normalizations: defineOption(listOfNames(NORMALIZATIONS), {
    usual: ['raw', 'scale', 'center', 'standardize'],
    presets: { plateau: ['standardize'], 'learning-rates': ['standardize'] },
    group: 'training',
    place: 2,
    control: { kind: 'normalizations' },
    label: { en: 'Normalizations', es: 'Normalizaciones' },
    hint: {
      en: 'µ, σ: mean and deviation of the training pixels; µᵢ, σᵢ: of each pixel.',
      es: 'µ, σ: media y desviación de los píxeles de entrenamiento; µᵢ, σᵢ: de cada píxel.',
    },
    help: { en: 'the input normalizations to compare', es: 'las normalizaciones de la entrada que se comparan' },
  }),
  seeds: defineOption(wholeNumber(1, 1000), {
    usual: 1,
    presets: { study: 5 },
    group: 'training',
    place: 7,
    label: { en: 'Seeds', es: 'Semillas' },
    hint: { en: 'repeats of each', es: 'repeticiones' },
    help: {
      en: 'how many seeds each normalization is trained with',
      es: 'con cuántas semillas se entrena cada normalización',
    },
  }),
  firstSeed: defineOption(wholeNumber(0, 2 ** 31 - 1), {
    usual: 1,
    group: 'more',
    place: 3,
    label: { en: 'First seed', es: 'Primera semilla' },
    hint: { en: 'then the next ones', es: 'luego, las siguientes' },
    help: { en: 'the first seed', es: 'la primera semilla' },
  }),
  learningRates: defineOption(
    listOf(learningRate, {
      en: `numbers above 0 and up to ${MAX_LEARNING_RATE}`,
      es: `números mayores que 0 y de ${MAX_LEARNING_RATE} como máximo`,
    }),
    {
      usual: [0.001],
      presets: { 'learning-rates': HALF_DECADES },
      group: 'training',
      place: 6,
      label: { en: 'Learning rates', es: 'Tasas de aprendizaje' },
      hint: { en: 'one, or a list', es: 'una, o una lista' },
      help: { en: "Adam's learning rates", es: 'las tasas de aprendizaje de Adam' },
    },
  ),
  epochs: defineOption(wholeNumber(1, MAX_EPOCHS), {
    usual: 10,
    presets: { quick: 3, plateau: 20, 'learning-rates': 5 },
    group: 'training',
    place: 3,
    label: { en: 'Epochs', es: 'Épocas' },
    hint: { en: 'passes over the data', es: 'pasadas por los datos' },
    help: { en: 'passes over the training examples', es: 'pasadas por los ejemplos de entrenamiento' },
  }),
  batchSize: defineOption(wholeNumber(1, TRAIN_SPLIT_EXAMPLES), {
    usual: 128,
    group: 'training',
    place: 5,
    label: { en: 'Batch size', es: 'Tamaño de lote' },
    hint: { en: 'examples a step', es: 'ejemplos por paso' },
    help: { en: 'examples a step, for each member', es: 'ejemplos por paso, para cada red' },
  }),
  /** The first ones of the training split. */
  trainExamples: defineOption(wholeNumber(1, TRAIN_SPLIT_EXAMPLES), {
    usual: TRAIN_SPLIT_EXAMPLES,
    presets: { quick: 10_000 },
    group: 'training',
    place: 4,
    label: { en: 'Train examples', es: 'Ejemplos' },
    hint: {
      en: `the first of ${TRAIN_SPLIT_EXAMPLES.toLocaleString('en')}`,
      es: `de los ${TRAIN_SPLIT_EXAMPLES.toLocaleString('es')}`,
    },
    help: { en: 'how many training examples are used', es: 'cuántos ejemplos de entrenamiento se utilizan' },
  }),
  /** The last ones of `trainExamples`, on which no member trains, to be watched by a callback. */
  heldOutExamples: defineOption(wholeNumber(0, TRAIN_SPLIT_EXAMPLES - 1), {
    usual: 0,
    group: 'callbacks',
    place: 1,
    label: { en: 'Held-out examples', es: 'Apartados' },
    hint: { en: 'not trained on', es: 'ejemplos sin entrenar' },
    help: {
      en: 'how many training examples, the last ones, are held out of training, for a callback to watch',
      es: 'cuántos ejemplos, los últimos, se apartan del entrenamiento para que los mire un callback',
    },
  }),
} as const;
