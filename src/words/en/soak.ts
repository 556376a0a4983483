import { numbers, plural } from './base';

/** Of the command `soak`. */
export const soak = {
  begins: (epochs: number, stepsPerEpoch: number) =>
    `${numbers.count(epochs * stepsPerEpoch)} steps of one member in ${plural(epochs, 'epoch')}, each with an evaluation …`,
  tenth: (tenth: number, elapsedMs: number) => `${tenth} of 10 done after ${numbers.duration(elapsedMs)}`,
  columns: ['', '1st', '2nd', 'last tenth', 'drift', ''],
  watched: {
    gpuBytes: 'GPU memory',
    gpuBuffers: 'GPU buffers',
    tensors: 'tfjs tensors',
    trainerHeapBytes: 'trainer’s heap',
    pageHeapBytes: 'page’s heap',
    browserBytes: 'browser, resident',
    nodeBytes: 'Node, resident',
    stepMs: 'time of a step',
  },
  mebibytes: (mebibytes: number) => `${numbers.figure(mebibytes)} MiB`,
  milliseconds: (ms: number) => `${numbers.figure(ms)} ms`,
  drift: (share: number, most: number) => `${numbers.percent(share)} of ${numbers.percent(most)}`,
  flat: (isFlat: boolean): string => (isFlat ? 'flat' : 'NOT FLAT'),
  verdict: (steps: number, wallMs: number, isFinished: boolean, isSteady: boolean): string =>
    `${numbers.count(steps)} steps in ${numbers.duration(wallMs)}: ${
      isSteady ? 'nothing grew.' : isFinished ? 'not everything stayed flat: see above.' : 'stopped before the end.'
    }`,
};
