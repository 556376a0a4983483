import * as jax from '@jax-js/jax';
import { CLASSES, FEATURES, LAYERS } from '../../run/network';
import { createInitialWeights } from '../../training/population/initialWeights';
import { BATCH_ROWS } from '../work/catalog';
import { CHECKED_STEPS, checkTraining } from '../work/checkTraining';
import type { Competitor } from '../work/competitor';
import { TRAIN_BATCHES, type TrainedModel } from '../work/trainData';
import { type AdamState, correctionsAt, createAdamState, disposeAdamState, updateByAdam } from './jaxAdamUpdate';
import { guardJax, putArray, requireJaxDevice } from './jaxDevice';
import { oneHotRows } from './oneHotRows';

type JaxArray = jax.Array;

/** Steps whose commands may wait for each other: one wait a step would leave the GPU idle meanwhile. */
const STEPS_PER_WAIT = 8;

/** The whole step, forward, gradients and Adam, under one `jit`, as jax-js recommends. */
export async function openTrain(device: 'webgpu' | 'wasm', trained: TrainedModel): Promise<Competitor> {
  await requireJaxDevice(device);
  const guard = device === 'webgpu' ? guardJax : <T>(work: () => Promise<T>) => work();
  const batches = trained.batches.map(({ x, labels }) => ({
    x: putArray({ values: x, shape: [BATCH_ROWS, FEATURES] }),
    y: putArray({ values: oneHotRows(labels), shape: [BATCH_ROWS, CLASSES] }),
  }));
  const jittedStep = jax.jit(step);
  let state = createState(trained.member.seed);
  const firstLosses: number[] = [];
  let steps = 0;

  /** @returns the batch's loss, which the caller owns. */
  const submit = (batch: number): JaxArray => {
    const { x, y } = batches[batch] as (typeof batches)[number];
    const [loss, next] = jittedStep(state, x.ref, y.ref, correctionsAt(steps + 1)) as [JaxArray, AdamState];
    state = next;
    steps++;
    return loss;
  };
  const submitAndRead = async (batch: number): Promise<number> => Number((await submit(batch).data())[0]);
  const trainChecked = async () => {
    firstLosses.push(await submitAndRead(steps));
    await jax.blockUntilReady(state);
  };

  return {
    run: (runs) =>
      guard(async () => {
        jax.defaultDevice(device);
        for (let run = 0; run < runs; run++) {
          if (steps < CHECKED_STEPS) {
            await trainChecked();
            continue;
          }
          submit(steps % TRAIN_BATCHES).dispose();
          if (run % STEPS_PER_WAIT === STEPS_PER_WAIT - 1 || run === runs - 1) {
            await jax.blockUntilReady(state);
          }
        }
      }),
    poison: () =>
      guard(async () => {
        jax.defaultDevice(device);
        while (steps < CHECKED_STEPS) {
          await trainChecked();
        }
      }),
    verify: () =>
      guard(async () => {
        jax.defaultDevice(device);
        const lastLoss = await submitAndRead(0);
        return checkTraining([{ ...trained, convention: 'optax', firstLosses, lastLoss }]);
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

/** Kernel and bias of each layer in turn. */
function createState(seed: number): AdamState {
  return createAdamState(
    createInitialWeights(seed).flatMap(({ kernel, bias }, index) => {
      const { inputs, units } = LAYERS[index] as (typeof LAYERS)[number];
      return [
        { values: Float32Array.from(kernel), shape: [inputs, units] },
        { values: Float32Array.from(bias), shape: [units] },
      ];
    }),
  );
}

/** Mean cross-entropy of a batch. */
function lossOf(weights: JaxArray[], x: JaxArray, y: JaxArray): JaxArray {
  const { numpy: np, nn } = jax;
  let hidden = x;
  for (let index = 0; index < LAYERS.length; index++) {
    const [kernel, bias] = weights.slice(2 * index) as [JaxArray, JaxArray];
    const z = np.matmul(hidden, kernel).add(bias);
    hidden = index < LAYERS.length - 1 ? nn.relu(z) : z;
  }
  return np.sum(nn.logSoftmax(hidden, -1).mul(y)).mul(-1 / BATCH_ROWS);
}

/**
 * The loss of a batch, and the state after one step by it.
 * @param corrections [2] what undoes the bias of both moments.
 */
function step(state: AdamState, x: JaxArray, y: JaxArray, corrections: JaxArray): [JaxArray, AdamState] {
  const [loss, gradients] = jax.valueAndGrad(lossOf)(
    state.weights.map((weight) => weight.ref),
    x,
    y,
  ) as [JaxArray, JaxArray[]];
  return [loss, updateByAdam(state, gradients, corrections)];
}
