import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { type Competitor, LeftOut } from '../work/competitor';
import type { TrainedModel } from '../work/trainData';
import { openFitOnBackend } from './tfjsTrain';

/** The same `model.fit` on tfjs's WebAssembly backend: the processor, one thread with SIMD. */
export async function openWasmFit(trained: TrainedModel): Promise<Competitor> {
  if (globalThis.location === undefined) {
    throw new LeftOut('it fetches its binary from a page');
  }
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  // Its threads start from the text of a function in which a bundler has renamed things: "e is not defined". tfjs wants
  // the path of the threaded binary even so.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const before = tf.getBackend();
  return openFitOnBackend(trained, {
    enter: async () => {
      if (!(await tf.setBackend('wasm'))) {
        throw new Error('The wasm backend of tfjs did not start.');
      }
      return () => tf.setBackend(before);
    },
    // Its operations are done when they return.
    flush: () => undefined,
    wait: async () => undefined,
  });
}
