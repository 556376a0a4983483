import { parentPort, workerData } from 'node:worker_threads';
import { FUZZES } from './targets';
import { type FuzzOrder, PROGRESS_WORDS } from './watchFuzz';

const { kind, cases, seed, progress } = workerData as FuzzOrder;
const words = new Int32Array(progress, 0, PROGRESS_WORDS);
const text = Buffer.from(progress, PROGRESS_WORDS * Int32Array.BYTES_PER_ELEMENT);

const result = await FUZZES[kind].run({
  cases,
  seed,
  onCase: (one) => {
    Atomics.store(words, 1, text.write(JSON.stringify(one)));
    Atomics.add(words, 0, 1);
  },
});
parentPort?.postMessage(result);
