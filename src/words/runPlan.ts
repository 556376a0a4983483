import type { Language } from '../run/language';
import { en } from './en';
import { es } from './es';

/** A run that is about to be made. */
export interface PlannedRun {
  readonly members: number;
  /** Whether all members train at once, or one after another. */
  readonly isAtOnce: boolean;
  /** That all members are trained on. */
  readonly images: number;
  /** Some may stop before the last of them. */
  readonly mayBeFewer: boolean;
  /** How long training takes at the last run's speed; `undefined` before any run. */
  readonly seconds: number | undefined;
}

export interface RunPlanWords {
  readonly plan: (run: PlannedRun) => string;
  /** Of a software adapter. @param isMeasured whether `seconds` are at the last run's speed, or at a usual one. */
  readonly longRun: (seconds: number, isMeasured: boolean) => string;
}

const duration = {
  en: (seconds: number) => en.numbers.duration(1000 * seconds),
  es: (seconds: number) => es.numbers.duration(1000 * seconds),
};

export const RUN_PLAN_WORDS: Readonly<Record<Language, RunPlanWords>> = {
  en: {
    plan: ({ members, isAtOnce, images, mayBeFewer, seconds }) => {
      const networks = `${en.numbers.count(members)} ${members === 1 ? 'network' : 'networks'}`;
      const plan = `${networks} ${isAtOnce ? 'at once' : 'one after another'}, ${en.numbers.count(images)} images ${mayBeFewer ? 'at most' : 'in all'}`;
      return seconds === undefined
        ? `${plan}.`
        : `${plan}; about ${duration.en(seconds)} of training at the last run’s speed.`;
    },
    longRun: (seconds, isMeasured) =>
      isMeasured
        ? `These options train for about ${duration.en(seconds)} on this software adapter, at the last run’s speed.`
        : `These options train for about ${duration.en(seconds)} on a software adapter with two cores; a run of quick tells how long on this one.`,
  },
  es: {
    plan: ({ members, isAtOnce, images, mayBeFewer, seconds }) => {
      const networks = `${es.numbers.count(members)} ${members === 1 ? 'red' : 'redes'}`;
      const plan = `${networks} ${isAtOnce ? 'a la vez' : 'una tras otra'}, ${es.numbers.count(images)} imágenes ${mayBeFewer ? 'como máximo' : 'en total'}`;
      return seconds === undefined
        ? `${plan}.`
        : `${plan}; unos ${duration.es(seconds)} de entrenamiento a la velocidad de la última ejecución.`;
    },
    longRun: (seconds, isMeasured) =>
      isMeasured
        ? `Con estas opciones el entrenamiento dura unos ${duration.es(seconds)} en este adaptador de software, a la velocidad de la última ejecución.`
        : `Con estas opciones el entrenamiento dura unos ${duration.es(seconds)} en un adaptador de software con dos núcleos; una ejecución de quick dice cuánto en este.`,
  },
};
