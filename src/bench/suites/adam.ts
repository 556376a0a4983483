import { createStorageFrom, readBuffer } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { launch } from '../../gpu/kernel';
import { StepRing } from '../../gpu/stepRing';
import {
  ADAM_RECORD_BYTES,
  type AdamVariableBuffers,
  encodeAdamStep,
  groupForAdam,
  nameVariables,
  planAdam,
} from '../../kernels/adam';
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
} from '../work/adamData';
import type { BenchCase } from '../work/catalog';
import type { Competitor, CompetitorEntry } from '../work/competitor';
import { openStateful } from '../work/kernelCompetitor';
import type { BenchContext } from './context';

type AdamCase = Extract<BenchCase, { kind: 'adam' }>;

/** Weft's kernel reads a step from a record; every run of it is the fifth step. */
const STEP = { stepScale: Math.sqrt(1 - BETA2 ** 5) / (1 - BETA1 ** 5), epsilon: EPSILON };

/** One update of all variables of every member. */
export function adamEntries({ members }: AdamCase, { bridge, peers }: BenchContext): CompetitorEntry[] {
  const { gpu } = bridge;
  const variables = createAdamVariables(members);
  const plans = groupsOf(gpu, members).map(({ plan }) => plan);
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
    const openWeftAdam = async () => (await loadTfjsPeer()).openAdam(bridge, members, variables, { isWeft: true });
    entries.push({ implementation: 'weft-in-tfjs', variant: 'WeftAdam', isFirstUse: false, open: openWeftAdam });
    entries.push({ implementation: 'tfjs', variant: 'train.adam', open });
  }
  if (peers.includes('jax-js')) {
    const open = async () => (await loadJaxPeer()).openAdam(members, variables);
    entries.push({ implementation: 'jax-js', variant: 'jit', open });
  }
  return entries;
}

/** As `WeftAdam` groups them: which variables, and how to update them. */
function groupsOf(gpu: Gpu, members: number) {
  const shape = { members, beta1: BETA1, beta2: BETA2 };
  return groupForAdam(VARIABLE_SIZES, shape, gpu).map((group) => ({
    indices: group.indices,
    plan: planAdam(group.shape),
  }));
}

async function openWeft(gpu: Gpu, members: number, variables: readonly AdamVariable[]): Promise<Competitor> {
  const upload = (name: string, data: Float32Array) => createStorageFrom(gpu, `weft.bench.adam.${name}`, data);
  const buffers = variables.map(
    ({ weights, gradients }): AdamVariableBuffers => ({
      weights: upload('weights', weights),
      gradients: upload('gradients', gradients),
    }),
  );
  const groups = groupsOf(gpu, members).map(({ indices, plan }) => ({
    plan,
    moments: upload('moments', new Float32Array(plan.shape.momentsSize)),
    variables: indices.map((index) => buffers[index] as AdamVariableBuffers),
  }));
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
      for (const { plan, moments, variables: updated } of groups) {
        launch(recorder, plan, { ...nameVariables(updated), moments, settings, step });
      }
    },
    reset: () => {
      const encoder = gpu.device.createCommandEncoder({ label: 'weft.bench.adam.reset' });
      for (const { moments } of groups) {
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
      const ofVariables = buffers.flatMap(({ weights, gradients }) => [weights, gradients]);
      for (const buffer of [settings, ...groups.map(({ moments }) => moments), ...ofVariables]) {
        buffer.destroy();
      }
    },
  });
}
