import type { PhaseStep } from '../../run/events';
import type { Words } from '../en';
import type { shared as sharedOfEnglish } from '../en/shared';
import { epochs, fromTo, networks, numbers, plural, seeds } from './base';

export const shared: Pick<Words, keyof typeof sharedOfEnglish> = {
  languageName: 'Español',
  unnamedAdapter: 'adaptador sin nombre',
  member: (label, seed) => `${label}, semilla ${seed}`,
  quantities: {
    epochs,
    seeds,
    members: networks,
    networks,
    examples: (count) => plural(count, 'ejemplo'),
    reductions: (count) => `${numbers.count(count)} ${count === 1 ? 'reducción' : 'reducciones'}`,
    cases: (count) => plural(count, 'caso'),
  },
  starting: 'Empezando',
  phase: (step: PhaseStep) => {
    switch (step.phase) {
      case 'loading-data':
        return `Cargando los datos (${step.done} de ${step.total} archivos)`;
      case 'compiling': {
        const task = step.task === 'choosing' ? 'Eligiendo los kernels más rápidos' : 'Compilando kernels';
        return `${task} (${step.done} de ${step.total})`;
      }
      case 'training':
        return `Entrenando, época ${numbers.count(step.epoch)} de ${numbers.count(step.epochs)}`;
      case 'validating':
        return `Validando, época ${numbers.count(step.epoch)} de ${numbers.count(step.epochs)}`;
      case 'testing':
        return 'Evaluando con los datos de test';
    }
  },
  inPart: (part, parts, phase) => `Parte ${numbers.count(part)} de ${numbers.count(parts)} · ${phase}`,
  partsHalved: (mostMembers) =>
    `No había memoria suficiente; la ejecución sigue desde donde se guardó por última vez, con ${networks(mostMembers)} a la vez como máximo.`,
  leftEpoch: (epoch, steps, all, accuracies) =>
    `La época ${numbers.count(epoch)} se dejó tras ${numbers.count(steps)} de ${plural(all, 'paso')}${accuracies.length === 0 ? '' : `, con una exactitud de entrenamiento ${fromTo(accuracies)}`}.`,
  memberStatuses: {
    waiting: 'en espera',
    training: 'entrenando',
    finished: 'terminada',
    'stopped-early': 'parada antes',
    stopped: 'detenida',
    'blew-up': 'pérdida desbordada',
    'no-better-than-guessing': 'no mejor que el azar',
    diverged: 'divergió',
    failed: 'fallida',
  },
  memberStatusCounts: {
    waiting: (count) => `${numbers.count(count)} en espera`,
    training: (count) => `${numbers.count(count)} entrenando`,
    finished: (count) => `${numbers.count(count)} ${count === 1 ? 'terminada' : 'terminadas'}`,
    'stopped-early': (count) => `${numbers.count(count)} ${count === 1 ? 'parada' : 'paradas'} antes`,
    stopped: (count) => `${numbers.count(count)} ${count === 1 ? 'detenida' : 'detenidas'}`,
    'blew-up': (count) => `${numbers.count(count)} con la pérdida desbordada`,
    'no-better-than-guessing': (count) => `${numbers.count(count)} no mejor que el azar`,
    diverged: (count) => `${numbers.count(count)} ${count === 1 ? 'divergió' : 'divergieron'}`,
    failed: (count) => `${numbers.count(count)} ${count === 1 ? 'fallida' : 'fallidas'}`,
  },
};
