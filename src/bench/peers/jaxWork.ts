import * as jax from '@jax-js/jax';
import { checkOutputs, type ExpectedOutput } from '../work/checkOutputs';
import type { Competitor } from '../work/competitor';
import { guardJax, type JaxInput, putArray, requireJaxDevice } from './jaxDevice';

type JaxArray = jax.Array;

/** A function of arrays to be timed under `jit`. It takes ownership of its arguments, as jax-js wants it. */
export interface JaxWork {
  readonly inputs: readonly JaxInput[];
  readonly compute: (...inputs: JaxArray[]) => JaxArray[];
  readonly expected: () => readonly ExpectedOutput[];
}

const SETS = 2;

/** jax-js is lazy: all outputs of a window are kept until they are awaited, so that none is left out. */
export async function openJax({ inputs, compute, expected }: JaxWork): Promise<Competitor> {
  await requireJaxDevice('webgpu');
  const sets = Array.from({ length: SETS }, () => inputs.map(putArray));
  const jitted = jax.jit(compute as (...inputs: JaxArray[]) => JaxArray[]);
  let runsDone = 0;
  let waiting: JaxArray[][] = [];
  let outputs: JaxArray[] = [];
  const free = (arrays: readonly JaxArray[]) => {
    for (const array of arrays) {
      array.dispose();
    }
  };
  return {
    run: (runs) =>
      guardJax(async () => {
        for (let run = 0; run < runs; run++) {
          waiting.push(jitted(...(sets[runsDone++ % SETS] ?? []).map((input) => input.ref)) as JaxArray[]);
        }
      }),
    wait: () =>
      guardJax(async () => {
        await jax.blockUntilReady(waiting);
        free(outputs);
        outputs = waiting.pop() ?? [];
        free(waiting.flat());
        waiting = [];
      }),
    verify: async () => {
      // Reading gives the array away, and `outputs` keeps its own.
      const actual = await Promise.all(outputs.map((output) => output.ref.data()));
      return checkOutputs(actual as Float32Array[], expected());
    },
    dispose: () => {
      free([...outputs, ...waiting.flat(), ...sets.flat()]);
      jitted.dispose();
    },
  };
}
