import { MONITORS } from '../callbacks/monitor';
import { CALLBACK_USES, MAX_EPOCHS, MAX_LEARNING_RATE } from './choices';
import { defineOption } from './optionDefinition';
import { oneOf, realNumber, wholeNumber } from './optionValues';
import { COMPARE_HINT, MIN_DELTA, MIN_DELTA_WORDS, MONITOR_WORDS, PATIENCE_WORDS } from './sharedCallbackOptions';

/** ReduceLROnPlateau, as in Keras. Patience and cooldown are epochs. */
export const PLATEAU_OPTIONS = {
  reduceLrOnPlateau: defineOption(oneOf(CALLBACK_USES), {
    usual: 'off',
    presets: { plateau: 'compare' },
    whenBare: 'on',
    group: 'plateau',
    place: 1,
    label: { en: 'Reduce rate', es: 'Reducir la tasa' },
    hint: COMPARE_HINT,
    help: {
      en: 'whether members reduce their learning rate on a plateau; compare trains each member with and without',
      es: 'si las redes reducen su tasa de aprendizaje en una meseta; con compare se entrena cada red con y sin ello',
    },
  }),
  plateauMonitor: defineOption(oneOf(MONITORS), {
    ...MONITOR_WORDS,
    usual: 'val_loss',
    partOf: 'reduceLrOnPlateau',
    group: 'plateau',
    place: 2,
    help: { en: 'what ReduceLROnPlateau watches', es: 'qué mira ReduceLROnPlateau' },
  }),
  plateauFactor: defineOption(
    realNumber({ above: 0, below: 1 }, { en: 'above 0 and below 1', es: 'mayor que 0 y menor que 1' }),
    {
      usual: 0.5,
      partOf: 'reduceLrOnPlateau',
      group: 'plateau',
      place: 3,
      label: { en: 'Factor', es: 'Factor' },
      hint: { en: 'the rate times this', es: 'multiplica la tasa' },
      help: {
        en: 'what ReduceLROnPlateau multiplies the learning rate with',
        es: 'por cuánto multiplica ReduceLROnPlateau la tasa de aprendizaje',
      },
    },
  ),
  plateauPatience: defineOption(wholeNumber(0, MAX_EPOCHS), {
    ...PATIENCE_WORDS,
    usual: 2,
    partOf: 'reduceLrOnPlateau',
    group: 'plateau',
    place: 4,
    help: {
      en: 'epochs without improvement after which the learning rate is reduced',
      es: 'épocas sin mejora tras las que se reduce la tasa de aprendizaje',
    },
  }),
  plateauMinDelta: defineOption(MIN_DELTA, {
    ...MIN_DELTA_WORDS,
    usual: 1e-4,
    partOf: 'reduceLrOnPlateau',
    group: 'plateau',
    place: 5,
    help: {
      en: 'a change of at most this is no improvement to ReduceLROnPlateau',
      es: 'hasta este cambio no hay mejora para ReduceLROnPlateau',
    },
  }),
  plateauCooldown: defineOption(wholeNumber(0, MAX_EPOCHS), {
    usual: 0,
    partOf: 'reduceLrOnPlateau',
    group: 'plateau',
    place: 6,
    label: { en: 'Cooldown', es: 'Descanso' },
    hint: { en: 'epochs of rest', es: 'épocas de espera' },
    help: {
      en: 'epochs after a reduction before waiting starts again',
      es: 'épocas tras una reducción antes de volver a contar',
    },
  }),
  plateauMinLr: defineOption(
    realNumber(
      { atLeast: 0, atMost: MAX_LEARNING_RATE },
      { en: `from 0 to ${MAX_LEARNING_RATE}`, es: `de 0 a ${MAX_LEARNING_RATE}` },
    ),
    {
      usual: 0,
      partOf: 'reduceLrOnPlateau',
      group: 'plateau',
      place: 7,
      label: { en: 'Lowest rate', es: 'Tasa mínima' },
      hint: { en: 'never below', es: 'nunca por debajo' },
      help: {
        en: 'the learning rate is never reduced below this',
        es: 'la tasa de aprendizaje nunca se reduce por debajo de esta',
      },
    },
  ),
} as const;
