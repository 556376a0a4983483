import type { Words } from '../../en';
import { list, numbers } from '../base';

export const method: Words['method'] = {
  question: '¿Cómo se ha medido?',
  finding: (speeds) =>
    `${list(speeds.map(({ adapter, low, high }) => `${low === high ? numbers.figure(low) : `de ${numbers.figure(low)} a ${numbers.figure(high)}`} imágenes-red/s en ${adapter}`))}.`,
  network: ({ units, validationExamples, testExamples }) =>
    `Una red ${units.join('-')} con relu, entropía cruzada con softmax y Adam. Las primeras ${validationExamples === undefined ? '' : `${numbers.count(validationExamples)} `}imágenes de entrenamiento se utilizan como validación, y las ${testExamples === undefined ? '' : `${numbers.count(testExamples)} `}de test solo una vez, al final. Los estadísticos de las normalizaciones son los de las imágenes de entrenamiento exclusivamente.`,
  atOnce: 'Todas las redes de una ejecución se entrenan a la vez, como una sola población.',
  inParts: (run, parts) =>
    `Las redes de la ejecución ${run} eran demasiadas a la vez para el adaptador y se entrenaron en ${numbers.count(parts)} partes.`,
  oneByOne: (run) => `Las redes de la ejecución ${run}, con TensorFlow.js sin más, dieron cada paso una tras otra.`,
  pairing:
    'Las de una misma semilla comparten los pesos iniciales y el orden de los ejemplos, de modo que sus diferencias no son cuestión de suerte.',
  speed: 'Las imágenes-red son imágenes por redes: un paso de 128 imágenes para 4 redes cuenta 512.',
  factsCaption: (run) => `La ejecución ${run}`,
  throughputCaption: (run) => `Velocidad por normalización, ${run}`,
  configCaption: (run) => `Configuración, ${run}`,
};

export const facts: Words['facts'] = {
  startedAt: 'inicio',
  status: 'estado',
  adapter: 'adaptador',
  runtime: 'WebGPU de',
  commit: 'commit',
  members: 'redes',
  speed: 'velocidad de entrenamiento',
  memberImages: (perSecond) => `${numbers.figure(perSecond)} imágenes-red/s`,
  gflop: 'GFLOP/s',
  step: 'duración de un paso',
  stepTimes: ({ p10, median, p90 }) =>
    `mediana ${numbers.figure(median)} ms, percentiles 10 a 90 de ${numbers.figure(p10)} a ${numbers.figure(p90)} ms`,
  dispatches: 'dispatches por paso',
  memory: 'memoria de la GPU',
  megabytes: (bytes) => `${numbers.figure(bytes / 1e6)} MB`,
  wall: 'tiempo de reloj',
  durations: ({ setup, train, evaluate }) =>
    `preparación ${numbers.duration(setup)}, entrenamiento ${numbers.duration(train)}, evaluación ${numbers.duration(evaluate)}`,
};
