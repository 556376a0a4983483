import * as jax from '@jax-js/jax';
import { CLASSES, FEATURES } from '../../run/network';
import { concatenate } from '../../training/population/weights';
import { CHECKED_STEPS, checkTraining } from '../work/checkTraining';
import type { Competitor } from '../work/competitor';
import { batchRowsOf, TRAIN_BATCHES, type TrainedModel } from '../work/trainData';
import { type AdamState, correctionsAt, disposeAdamState, updateByAdam } from './jaxAdamUpdate';
import { guardJax, putArray, requireJaxDevice } from './jaxDevice';
import { createNetworkState, meanLoss } from './jaxNetwork';
import { oneHotRows } from './oneHotRows';

type JaxArray = jax.Array;

/** The whole step, forward, gradients and Adam, under one `jit`, as jax-js recommends. */
export async function openTrain(device: 'webgpu' | 'wasm', trained: TrainedModel): Promise<Competitor> {
  return openSteps(device, [trained], { isVmapped: false, checkedMembers: 1 });
}

/**
 * All models in one step: that of one model under `vmap` under `jit`.
 * @param checkedMembers of which the losses are compared with float64
 */
export async function openVmappedTrain(models: readonly TrainedModel[], checkedMembers: number): Promise<Competitor> {
  return openSteps('webgpu', models, { isVmapped: true, checkedMembers });
}

interface StepsOptions {
  /** Whether arrays have a dimension of members in front. */
  readonly isVmapped: boolean;
  readonly checkedMembers: number;
}

async function openSteps(
  device: 'webgpu' | 'wasm',
  models: readonly TrainedModel[],
  { isVmapped, checkedMembers }: StepsOptions,
): Promise<Competitor> {
  await requireJaxDevice(device);
  const guard = <T>(work: () => Promise<T>): Promise<T> => {
    jax.defaultDevice(device);
    return device === 'webgpu' ? guardJax(work) : work();
  };
  const rows = batchRowsOf(models[0] as TrainedModel);
  const withMembers = (shape: readonly number[]) => (isVmapped ? [models.length, ...shape] : shape);
  const batches = Array.from({ length: TRAIN_BATCHES }, (_, batch) => {
    const own = models.map((model) => model.batches[batch]);
    const x = concatenate(own.map((of) => of?.x ?? new Float32Array()));
    const y = concatenate(own.map((of) => oneHotRows(of?.labels ?? [])));
    return {
      x: putArray({ values: x, shape: withMembers([rows, FEATURES]) }),
      y: putArray({ values: y, shape: withMembers([rows, CLASSES]) }),
    };
  });
  const jittedStep = jax.jit(isVmapped ? (jax.vmap(step, [0, 0, 0, null]) as typeof step) : step);
  const seeds = models.map(({ member }) => member.seed);
  let state = createNetworkState(seeds, { isVmapped });
  let steps = 0;

  /** @returns the batch's loss, or one a member; the caller owns it. */
  const submit = (batch: number): JaxArray => {
    const { x, y } = batches[batch % TRAIN_BATCHES] as (typeof batches)[number];
    const [loss, next] = jittedStep(state, x.ref, y.ref, correctionsAt(++steps)) as [JaxArray, AdamState];
    state = next;
    return loss;
  };
  const submitAndRead = async (batch: number): Promise<readonly number[]> =>
    Array.from((await submit(batch).data()) as Float32Array);
  const firstLosses: (readonly number[])[] = [];
  let nextBatch = 0;

  return {
    run: (runs) =>
      guard(async () => {
        for (let run = 0; run < runs; run++) {
          submit(nextBatch++).dispose();
        }
      }),
    wait: () =>
      guard(async () => {
        await jax.blockUntilReady(state);
      }),
    poison: () =>
      guard(async () => {
        disposeAdamState(state);
        state = createNetworkState(seeds, { isVmapped });
        steps = 0;
        nextBatch = 0;
        for (let checked = 0; checked < CHECKED_STEPS; checked++) {
          firstLosses.push(await submitAndRead(checked));
        }
        await jax.blockUntilReady(state);
      }),
    verify: () =>
      guard(async () => {
        const lastLosses = await submitAndRead(0);
        return checkTraining(
          models.slice(0, checkedMembers).map((model, index) => ({
            ...model,
            convention: 'optax',
            firstLosses: firstLosses.map((losses) => losses[index] ?? Number.NaN),
            lastLoss: lastLosses[index] ?? Number.NaN,
          })),
        );
      }),
    dispose: () => {
      disposeAdamState(state);
      for (const { x, y } of batches) {
        x.dispose();
        y.dispose();
      }
      jittedStep.dispose();
    },
  };
}

/**
 * The loss of a batch, and the state after one step by it.
 * @param corrections [2] what undoes the bias of both moments.
 */
function step(state: AdamState, x: JaxArray, y: JaxArray, corrections: JaxArray): [JaxArray, AdamState] {
  const [loss, gradients] = jax.valueAndGrad(meanLoss)(
    state.weights.map((weight) => weight.ref),
    x,
    y,
  ) as [JaxArray, JaxArray[]];
  return [loss, updateByAdam(state, gradients, corrections)];
}
