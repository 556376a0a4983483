import type { Words } from '../en';
import { numbers } from './base';

export const soak: Words['soak'] = {
  begins: (epochs, stepsPerEpoch) =>
    `${numbers.count(epochs * stepsPerEpoch)} pasos de una red en ${numbers.count(epochs)} épocas, cada una con una evaluación …`,
  tenth: (tenth, elapsedMs) => `${tenth} de 10 tras ${numbers.duration(elapsedMs)}`,
  columns: ['', '1.º', '2.º', 'último décimo', 'deriva', ''],
  watched: {
    gpuBytes: 'memoria de la GPU',
    gpuBuffers: 'búferes de la GPU',
    tensors: 'tensores de tfjs',
    trainerHeapBytes: 'montón del entrenador',
    pageHeapBytes: 'montón de la página',
    browserBytes: 'navegador, residente',
    nodeBytes: 'Node, residente',
    stepMs: 'tiempo de un paso',
  },
  mebibytes: (mebibytes) => `${numbers.figure(mebibytes)} MiB`,
  milliseconds: (ms) => `${numbers.figure(ms)} ms`,
  drift: (share, most) => `${numbers.percent(share)} de ${numbers.percent(most)}`,
  flat: (isFlat) => (isFlat ? 'estable' : 'NO ESTABLE'),
  verdict: (steps, wallMs, isFinished, isSteady) =>
    `${numbers.count(steps)} pasos en ${numbers.duration(wallMs)}: ${
      isSteady
        ? 'nada ha crecido.'
        : isFinished
          ? 'no todo ha quedado estable: véase arriba.'
          : 'se ha detenido antes del final.'
    }`,
};
