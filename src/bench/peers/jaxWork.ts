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

/** Outputs that may wait for their submit together: jax-js is lazy, and must not lose what nobody asked for yet. */
const WINDOW = 16;

export async function openJax({ inputs, compute, expected }: JaxWork): Promise<Competitor> {
  await requireJaxDevice('webgpu');
  const sets = Array.from({ length: SETS }, () => inputs.map(putArray));
  const jitted = jax.jit(compute as (...inputs: JaxArray[]) => JaxArray[]);
  let outputs: JaxArray[] = [];
  const free = () => {
    for (const output of outputs.splice(0)) {
      output.dispose();
    }
  };
  return {
    run: (runs) =>
      guardJax(async () => {
        free();
        let waiting: JaxArray[][] = [];
        for (let run = 0; run < runs; run++) {
          waiting.push(jitted(...(sets[run % SETS] ?? []).map((input) => input.ref)) as JaxArray[]);
          if (waiting.length === WINDOW || run === runs - 1) {
            await jax.blockUntilReady(waiting);
            outputs = waiting.pop() ?? [];
            for (const output of waiting.flat()) {
              output.dispose();
            }
            waiting = [];
            if (run < runs - 1) {
              free();
            }
          }
        }
      }),
    verify: async () => {
      // Reading gives the array away, and `outputs` keeps its own.
      const actual = await Promise.all(outputs.map((output) => output.ref.data()));
      return checkOutputs(actual as Float32Array[], expected());
    },
    dispose: () => {
      free();
      for (const input of sets.flat()) {
        input.dispose();
      }
      jitted.dispose();
    },
  };
}
