import type { Member } from '../../run/members';
import { createDeviceDataset } from '../../training/population/deviceDataset';
import { Population } from '../../training/population/population';
import { loadJaxPeer, loadTfjsPeer, loadWasmPeer } from '../peers/load';
import { BATCH_ROWS, type BenchCase } from '../work/catalog';
import { CHECKED_STEPS, checkTraining } from '../work/checkTraining';
import type { Competitor, CompetitorEntry } from '../work/competitor';
import { batchesOf, createBenchMembers, createTrainSplits, TRAIN_BATCHES, type TrainedModel } from '../work/trainData';
import type { BenchContext } from './context';

type TrainCase = Extract<BenchCase, { kind: 'train' }>;

/** Members whose losses are checked; the reference takes a second for each. */
const CHECKED_MEMBERS = 2;

const PEER_REMARK = 'one model, batches normalized beforehand';

/** One whole step of a population, and of one model by each peer. */
export function trainEntries({ members: memberCount }: TrainCase, context: BenchContext): CompetitorEntry[] {
  const splits = createTrainSplits();
  const members = createBenchMembers(memberCount);
  const [first] = createBenchMembers(1) as [Member];
  const model = { member: first, batches: batchesOf(splits, first) };
  const peer = { imagesPerRun: BATCH_ROWS, remark: PEER_REMARK };
  const { bridge, peers } = context;
  const entries: CompetitorEntry[] = [
    {
      implementation: 'weft',
      variant: memberCount === 1 ? '1 member' : `${memberCount} members at once`,
      imagesPerRun: memberCount * BATCH_ROWS,
      open: () => openPopulation(context, splits, members),
    },
  ];
  if (peers.includes('tfjs')) {
    const open = async () => (await loadTfjsPeer()).openFit(bridge, model);
    entries.push({ implementation: 'tfjs', variant: 'model.fit', ...peer, open });
  }
  if (peers.includes('jax-js')) {
    const open = async () => (await loadJaxPeer()).openTrain('webgpu', model);
    entries.push({ implementation: 'jax-js', variant: 'whole step jitted', ...peer, open });
  }
  return memberCount === 1 ? [...entries, ...singleModelEntries(context, model, peer)] : entries;
}

/** What is of interest beside one member alone: Weft's products under tfjs, and the peers on the processor. */
function singleModelEntries(
  { bridge, peers }: BenchContext,
  model: TrainedModel,
  peer: Pick<CompetitorEntry, 'imagesPerRun' | 'remark'>,
): CompetitorEntry[] {
  const entries: CompetitorEntry[] = [];
  if (peers.includes('tfjs')) {
    const openInstalled = async () => (await loadTfjsPeer()).openFit(bridge, model, { hasWeftKernels: true });
    const openWasm = async () => (await loadWasmPeer()).openWasmFit(model);
    entries.push(
      { implementation: 'weft-in-tfjs', variant: 'model.fit, kernels installed', ...peer, open: openInstalled },
      { implementation: 'tfjs-wasm', variant: 'model.fit', isCpu: true, ...peer, open: openWasm },
    );
  }
  if (peers.includes('jax-js')) {
    const open = async () => (await loadJaxPeer()).openTrain('wasm', model);
    entries.push({ implementation: 'jax-js-wasm', variant: 'whole step jitted', isCpu: true, ...peer, open });
  }
  return entries;
}

async function openPopulation(
  { bridge, tuning }: BenchContext,
  splits: ReturnType<typeof createTrainSplits>,
  members: readonly Member[],
): Promise<Competitor> {
  const dataset = await createDeviceDataset(bridge.gpu, splits);
  const population = new Population(bridge, dataset, { members, batchSize: BATCH_ROWS });
  const dispose = () => {
    population.dispose();
    dataset.dispose();
  };
  // Running sums of the losses, after each of the first steps.
  const sums = [members.map(() => 0)];
  let steps = 0;
  const stepAndRead = async () => {
    sums.push((await population.trainStepAndRead(steps++)).map(({ loss, rows }) => loss * rows));
  };
  const lossOf = (member: number, step: number) =>
    ((sums[step + 1]?.[member] ?? Number.NaN) - (sums[step]?.[member] ?? Number.NaN)) / BATCH_ROWS;
  try {
    await population.prepare(tuning === undefined ? {} : { tuning });
    population.beginEpoch(1);
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        if (steps < CHECKED_STEPS) {
          await stepAndRead();
        } else {
          population.trainStep(steps++ % TRAIN_BATCHES);
        }
      }
      await population.finish();
    },
    settle: () => population.whenFastest(),
    poison: async () => {
      while (steps < CHECKED_STEPS) {
        await stepAndRead();
      }
    },
    verify: async () => {
      population.beginEpoch(1);
      const last = await population.trainStepAndRead(0);
      return checkTraining(
        members.slice(0, CHECKED_MEMBERS).map((member, index) => ({
          member,
          batches: batchesOf(splits, member),
          convention: 'keras',
          firstLosses: Array.from({ length: CHECKED_STEPS }, (_, step) => lossOf(index, step)),
          lastLoss: last[index]?.loss ?? Number.NaN,
        })),
      );
    },
    dispose,
  };
}
