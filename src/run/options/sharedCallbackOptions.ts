import { realNumber } from './optionValues';

// What both callbacks' options have in common.

export const COMPARE_HINT = { en: 'compare: both ways', es: 'compare: con y sin' };

export const MONITOR_WORDS = {
  label: { en: 'Watches', es: 'Mira' },
  hint: { en: 'after each epoch', es: 'tras cada época' },
};

export const PATIENCE_WORDS = {
  label: { en: 'Patience', es: 'Paciencia' },
  hint: { en: 'epochs without gain', es: 'épocas sin mejora' },
};

export const MIN_DELTA = realNumber({ atLeast: 0 }, { en: 'of at least 0', es: 'de 0 como mínimo' });

export const MIN_DELTA_WORDS = {
  label: { en: 'Min delta', es: 'Delta mínimo' },
  hint: { en: 'least gain', es: 'mejora mínima' },
};
