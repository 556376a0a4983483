import { createStorageFrom, readBuffer } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { StepRing } from '../../gpu/stepRing';
import {
  ADAM_MAX_VARIABLES,
  ADAM_RECORD_BYTES,
  type AdamVariableBuffers,
  encodeAdamStep,
  planAdam,
  runAdam,
} from '../../kernels/adam';
import type { BenchCase } from '../catalog';
import { openStateful } from '../kernelCompetitor';
import type { Competitor, CompetitorEntry } from '../measure';
import { loadJaxPeer, loadTfjsPeer } from '../peers/load';
import {
  type AdamVariable,
  BETA1,
  BETA2,
  checkAdam,
  createAdamVariables,
  EPSILON,
  LEARNING_RATE,
  VARIABLE_SIZES,
} from './adamData';
import type { BenchContext } from './context';

type AdamCase = Extract<BenchCase, { kind: 'adam' }>;

/** Weft's kernel reads a step from a record; every run of it is the fifth step. */
const STEP = { stepScale: Math.sqrt(1 - BETA2 ** 5) / (1 - BETA1 ** 5), epsilon: EPSILON };

/** One update of all variables of every member. */
export function adamEntries({ members }: AdamCase, { bridge, peers }: BenchContext): CompetitorEntry[] {
  const { gpu } = bridge;
  const variables = createAdamVariables(members);
  const plans = plansOf(members);
  const entries: CompetitorEntry[] = [
    {
      implementation: 'weft',
      variant: `${plans.length} dispatches`,
      isFirstUse: plans.every(({ program }) => !gpu.pipelines.isCompiled(program)),
      open: () => openWeft(gpu, members, variables),
    },
  ];
  if (peers.includes('tfjs')) {
    const open = async () => (await loadTfjsPeer()).openAdam(bridge, members, variables);
    entries.push({ implementation: 'tfjs', variant: 'train.adam', open });
  }
  if (peers.includes('jax-js')) {
    const open = async () => (await loadJaxPeer()).openAdam(members, variables);
    entries.push({ implementation: 'jax-js', variant: 'jit', open });
  }
  return entries;
}

/** As `WeftAdam` groups them. */
function plansOf(members: number) {
  const groups = Array.from({ length: Math.ceil(VARIABLE_SIZES.length / ADAM_MAX_VARIABLES) }, (_, group) =>
    VARIABLE_SIZES.slice(group * ADAM_MAX_VARIABLES, (group + 1) * ADAM_MAX_VARIABLES),
  );
  return groups.map((sizes) => planAdam({ members, sizes, beta1: BETA1, beta2: BETA2 }));
}

async function openWeft(gpu: Gpu, members: number, variables: readonly AdamVariable[]): Promise<Competitor> {
  const upload = (name: string, data: Float32Array) => createStorageFrom(gpu, `weft.bench.adam.${name}`, data);
  const buffers = variables.map(
    ({ weights, gradients }): AdamVariableBuffers => ({
      weights: upload('weights', weights),
      gradients: upload('gradients', gradients),
      moments: upload('moments', new Float32Array(2 * weights.length)),
    }),
  );
  const settings = upload(
    'settings',
    Float32Array.from({ length: 2 * members }, (_, i) => (i % 2 === 0 ? LEARNING_RATE : 1)),
  );
  const ring = new StepRing(gpu, 'weft.bench.adam.step', ADAM_RECORD_BYTES, (_, record) =>
    encodeAdamStep(record, STEP),
  );
  const step = ring.at(0, () => undefined);
  return openStateful(gpu, {
    record: (recorder) => {
      plansOf(members).forEach((plan, group) => {
        const first = group * ADAM_MAX_VARIABLES;
        runAdam(recorder, plan, { variables: buffers.slice(first, first + ADAM_MAX_VARIABLES), settings, step });
      });
    },
    reset: () => {
      const encoder = gpu.device.createCommandEncoder({ label: 'weft.bench.adam.reset' });
      for (const { moments } of buffers) {
        encoder.clearBuffer(moments);
      }
      gpu.device.queue.submit([encoder.finish()]);
      buffers.forEach(({ weights }, index) => {
        gpu.device.queue.writeBuffer(weights, 0, (variables[index] as AdamVariable).weights);
      });
    },
    verify: async (runs) => {
      const actual = [];
      for (const { weights } of buffers) {
        actual.push(new Float32Array(await readBuffer(gpu, weights)));
      }
      return checkAdam(actual, variables, runs, () => STEP);
    },
    dispose: () => {
      ring.dispose();
      for (const buffer of [settings, ...buffers.flatMap((variable) => Object.values(variable) as GPUBuffer[])]) {
        buffer.destroy();
      }
    },
  });
}
