import { MONITORS } from '../callbacks/monitor';
import { CALLBACK_USES, MAX_EPOCHS, SWITCHES } from './choices';
import { defineOption } from './optionDefinition';
import { oneOf, wholeNumber } from './optionValues';
import { COMPARE_HINT, MIN_DELTA, MIN_DELTA_WORDS, MONITOR_WORDS, PATIENCE_WORDS } from './sharedCallbackOptions';

/** EarlyStopping, as in Keras. Patience and first epochs are epochs. */
export const STOPPING_OPTIONS = {
  earlyStopping: defineOption(oneOf(CALLBACK_USES), {
    usual: 'off',
    whenBare: 'on',
    group: 'stopping',
    place: 1,
    label: { en: 'Stop early', es: 'Parar antes' },
    hint: COMPARE_HINT,
    help: {
      en: 'whether members stop when they no longer improve; compare trains each member with and without',
      es: 'si las redes paran cuando ya no mejoran; con compare se entrena cada red con y sin ello',
    },
  }),
  stoppingMonitor: defineOption(oneOf(MONITORS), {
    ...MONITOR_WORDS,
    usual: 'val_loss',
    partOf: 'earlyStopping',
    group: 'stopping',
    place: 2,
    help: { en: 'what EarlyStopping watches', es: 'qué mira EarlyStopping' },
  }),
  stoppingPatience: defineOption(wholeNumber(0, MAX_EPOCHS), {
    ...PATIENCE_WORDS,
    usual: 3,
    partOf: 'earlyStopping',
    group: 'stopping',
    place: 3,
    help: {
      en: 'epochs without improvement after which a member stops',
      es: 'épocas sin mejora tras las que para una red',
    },
  }),
  stoppingMinDelta: defineOption(MIN_DELTA, {
    ...MIN_DELTA_WORDS,
    usual: 0,
    partOf: 'earlyStopping',
    group: 'stopping',
    place: 4,
    help: {
      en: 'a change of at most this is no improvement to EarlyStopping',
      es: 'hasta este cambio no hay mejora para EarlyStopping',
    },
  }),
  stoppingStartFromEpoch: defineOption(wholeNumber(0, MAX_EPOCHS), {
    usual: 0,
    partOf: 'earlyStopping',
    group: 'stopping',
    place: 5,
    label: { en: 'First epochs', es: 'Primeras épocas' },
    hint: { en: 'not watched', es: 'sin mirar' },
    help: {
      en: 'how many of the first epochs EarlyStopping does not watch',
      es: 'cuántas de las primeras épocas no mira EarlyStopping',
    },
  }),
  restoreBestWeights: defineOption(oneOf(SWITCHES), {
    usual: 'on',
    whenBare: 'on',
    partOf: 'earlyStopping',
    group: 'stopping',
    place: 6,
    label: { en: 'Best weights', es: 'Mejores pesos' },
    hint: { en: 'restored', es: 'se restauran' },
    help: {
      en: 'whether a member with EarlyStopping ends with the weights of its best epoch',
      es: 'si una red con EarlyStopping acaba con los pesos de su mejor época',
    },
  }),
} as const;
