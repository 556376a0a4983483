import { numbers, plural } from './base';

/** Of the command `soak`. */
export const soak = {
  begins: (epochs: number, stepsPerEpoch: number) =>
    `${numbers.count(epochs * stepsPerEpoch)} steps of one member in ${plural(epochs, 'epoch')}, each with an evaluation …`,
  tenth: (tenth: number, elapsedMs: number) => `${tenth} of 10 done after ${numbers.duration(elapsedMs)}`,
  columns: ['', '1st tenth', '2nd tenth', 'last tenth', 'drift (at most)', ''],
  watched: {
    gpuBytes: 'GPU memory',
    gpuBuffers: 'GPU buffers',
    tensors: "TensorFlow.js's tensors",
    trainerHeapBytes: "the trainer's JavaScript heap",
    pageHeapBytes: "the page's JavaScript heap",
    browserBytes: "the browser's resident memory",
    nodeBytes: "Node's resident memory",
    stepMs: 'time of a step',
  },
  mebibytes: (mebibytes: number) => `${numbers.figure(mebibytes)} MiB`,
  milliseconds: (ms: number) => `${numbers.figure(ms)} ms`,
  drift: (share: number, most: number) => `${numbers.percent(share)} (${numbers.percent(most)})`,
  flat: (isFlat: boolean): string => (isFlat ? 'flat' : 'NOT FLAT'),
  verdict: (steps: number, wallMs: number, isFinished: boolean, isSteady: boolean): string =>
    `${numbers.count(steps)} steps in ${numbers.duration(wallMs)}: ${
      isSteady ? 'nothing grew.' : isFinished ? 'not everything stayed flat: see above.' : 'stopped before the end.'
    }`,
};
