import * as jax from '@jax-js/jax';
import { createInitialWeights } from '../../training/initialWeights';
import { CLASSES, FEATURES, LAYERS } from '../../training/network';
import { BATCH_ROWS } from '../catalog';
import type { Competitor } from '../measure';
import { CHECKED_STEPS, checkTraining } from '../suites/checkTraining';
import type { TrainedModel } from '../suites/train';
import { LEARNING_RATE, TRAIN_BATCHES } from '../suites/trainData';
import { guardJax, putArray, requireJaxDevice } from './jaxDevice';

type JaxArray = jax.Array;
/** Kernel and bias of each layer in turn. */
type Weights = JaxArray[];
type State = { weights: Weights; first: Weights; second: Weights };

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** Steps whose commands may wait for each other: one wait a step would leave the GPU idle meanwhile. */
const STEPS_PER_WAIT = 8;

/** The whole step, forward, gradients and Adam, under one `jit`, as jax-js recommends. */
export async function openTrain(device: 'webgpu' | 'wasm', trained: TrainedModel): Promise<Competitor> {
  await requireJaxDevice(device);
  const guard = device === 'webgpu' ? guardJax : <T>(work: () => Promise<T>) => work();
  const batches = trained.batches.map(({ x, labels }) => ({
    x: putArray({ values: x, shape: [BATCH_ROWS, FEATURES] }),
    y: putArray({ values: oneHot(labels), shape: [BATCH_ROWS, CLASSES] }),
  }));
  const jittedStep = jax.jit(step);
  let state = createState(trained.member.seed);
  const firstLosses: number[] = [];
  let steps = 0;

  /** @returns the batch's loss, which the caller owns. */
  const submit = (batch: number): JaxArray => {
    const { x, y } = batches[batch] as (typeof batches)[number];
    const t = steps + 1;
    const corrections = jax.numpy.array([1 / (1 - BETA1 ** t), 1 / (1 - BETA2 ** t)]);
    const [loss, next] = jittedStep(state, x.ref, y.ref, corrections) as [JaxArray, State];
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
        return checkTraining([{ ...trained, epsilonPlace: 'corrected-root', firstLosses, lastLoss }]);
      }),
    dispose: () => {
      const arrays = [...Object.values(state).flat(), ...batches.flatMap(({ x, y }) => [x, y])];
      for (const array of arrays) {
        array.dispose();
      }
      jittedStep.dispose();
    },
  };
}

function createState(seed: number): State {
  const layers = createInitialWeights(seed);
  const create = (isZero: boolean): Weights =>
    layers.flatMap(({ kernel, bias }, index) => {
      const { inputs, units } = LAYERS[index] as (typeof LAYERS)[number];
      const put = (values: Float32Array, shape: number[]) =>
        putArray({ values: isZero ? new Float32Array(values.length) : Float32Array.from(values), shape });
      return [put(kernel, [inputs, units]), put(bias, [units])];
    });
  return { weights: create(false), first: create(true), second: create(true) };
}

function oneHot(labels: Int32Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, row) => {
    values[row * CLASSES + label] = 1;
  });
  return values;
}

/** Mean cross-entropy of a batch. */
function lossOf(weights: Weights, x: JaxArray, y: JaxArray): JaxArray {
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
 * One step of Adam.
 * @param corrections [2] what undoes the bias of both moments.
 */
function step(state: State, x: JaxArray, y: JaxArray, corrections: JaxArray): [JaxArray, State] {
  const { numpy: np, valueAndGrad } = jax;
  const [loss, gradients] = valueAndGrad(lossOf)(
    state.weights.map((weight) => weight.ref),
    x,
    y,
  ) as [JaxArray, Weights];
  const [correction1, correction2] = np.split(corrections, 2) as [JaxArray, JaxArray];
  const next: State = { weights: [], first: [], second: [] };
  gradients.forEach((gradient, index) => {
    const m = (state.first[index] as JaxArray).mul(BETA1).add(gradient.ref.mul(1 - BETA1));
    const v = (state.second[index] as JaxArray).mul(BETA2).add(np.square(gradient).mul(1 - BETA2));
    const root = np.sqrt(v.ref.mul(correction2.ref)).add(EPSILON);
    const update = m.ref.mul(correction1.ref).div(root).mul(LEARNING_RATE);
    next.weights.push((state.weights[index] as JaxArray).sub(update));
    next.first.push(m);
    next.second.push(v);
  });
  correction1.dispose();
  correction2.dispose();
  return [loss, next];
}
