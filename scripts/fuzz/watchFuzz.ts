import { Worker } from 'node:worker_threads';
import type { FuzzCommand } from './fuzzCommand';
import type { FuzzKind } from './fuzzTarget';
import type { FuzzResult } from './runFuzz';

/** What a worker is given. */
export interface FuzzOrder extends Pick<FuzzCommand, 'cases' | 'seed'> {
  readonly kind: FuzzKind;
  /** How many cases were begun, then the length of the one at hand, and that one as text. */
  readonly progress: SharedArrayBuffer;
}

export const PROGRESS_WORDS = 2;
/** A case is data of some numbers and texts; what is longer is told in part. */
const MOST_CASE_BYTES = 2 ** 16;

/** One that takes longer is not waited for: it may never end. Many times what a case may take, for a machine that is busy. */
const GIVEN_UP_AFTER_MS = 20_000;
const POLL_MS = 500;

/** Runs one kind in a thread of its own, which is ended where a case does not end. */
export async function watchFuzz(order: Omit<FuzzOrder, 'progress'>): Promise<FuzzResult> {
  const progress = new SharedArrayBuffer(PROGRESS_WORDS * Int32Array.BYTES_PER_ELEMENT + MOST_CASE_BYTES);
  const words = new Int32Array(progress, 0, PROGRESS_WORDS);
  const worker = new Worker(new URL('./fuzzThread.mjs', import.meta.url), { workerData: { ...order, progress } });
  let [begun, sinceMs] = [-1, performance.now()];
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<FuzzResult>((resolve) => {
    timer = setInterval(() => {
      const nowMs = performance.now();
      if (Atomics.load(words, 0) !== begun) {
        [begun, sinceMs] = [Atomics.load(words, 0), nowMs];
      } else if (nowMs - sinceMs > GIVEN_UP_AFTER_MS) {
        resolve(hangOf(begun, progress));
      }
    }, POLL_MS);
  });
  const ended = new Promise<FuzzResult>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  try {
    return await Promise.race([ended, hung]);
  } finally {
    clearInterval(timer);
    await worker.terminate();
  }
}

function hangOf(cases: number, progress: SharedArrayBuffer): FuzzResult {
  const [, length = 0] = new Int32Array(progress, 0, PROGRESS_WORDS);
  const text = Buffer.from(progress, PROGRESS_WORDS * Int32Array.BYTES_PER_ELEMENT).toString('utf8', 0, length);
  const error = `It had not ended after ${GIVEN_UP_AFTER_MS / 1000} s.`;
  return { cases, taken: 0, refused: 0, slowestMs: GIVEN_UP_AFTER_MS, failure: { smallestCase: text, error } };
}
