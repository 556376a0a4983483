import type { Member } from '../../run/members';
import { createDeviceDataset } from '../../training/population/deviceDataset';
import { Population } from '../../training/population/population';
import { loadJaxPeer, loadTfjsPeer, loadWasmPeer } from '../peers/load';
import type { BenchCase } from '../work/catalog';
import { CHECKED_STEPS, checkTraining } from '../work/checkTraining';
import { type Competitor, type CompetitorEntry, LeftOut } from '../work/competitor';
import { batchesOf, createBenchMembers, createTrainSplits, TRAIN_BATCHES, type TrainedModel } from '../work/trainData';
import type { BenchContext } from './context';
import { requireRoom } from './requireRoom';

type TrainCase = Extract<BenchCase, { kind: 'train' }>;

/** Members whose losses are checked; the reference takes a second for each. */
export const CHECKED_MEMBERS = 2;

const NORMALIZED = 'batches normalized beforehand';

/** What a peer's row trains. */
type PeerRow = Pick<CompetitorEntry, 'imagesPerRun' | 'remark'>;

/** One whole step of a population, of one model by each peer, and of as many models at once as peers can. */
export function trainEntries(trainCase: TrainCase, context: BenchContext): CompetitorEntry[] {
  const { members: memberCount, batchRows } = trainCase;
  const splits = createTrainSplits(batchRows);
  const members = createBenchMembers(memberCount);
  const modelOf = (member: Member) => ({ member, batches: batchesOf(splits, member) });
  const model = modelOf((createBenchMembers(1) as [Member])[0]);
  const peer = { imagesPerRun: batchRows, remark: `one model, ${NORMALIZED}` };
  const { bridge, peers } = context;
  const entries: CompetitorEntry[] = [
    {
      implementation: 'weft',
      variant: describeMembers(memberCount),
      imagesPerRun: memberCount * batchRows,
      open: () => openPopulation(context, { splits, members, batchRows }),
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
  return [
    ...entries,
    ...(memberCount > 1
      ? batchedEntries(context, trainCase, () => members.map(modelOf))
      : singleModelEntries(context, model, peer)),
  ];
}

export function describeMembers(count: number): string {
  return count === 1 ? '1 member' : `${count} members at once`;
}

/** As many models as the population has, in one graph of each peer. */
function batchedEntries(
  { bridge, peers }: BenchContext,
  { members, batchRows, isHeavy }: TrainCase,
  createModels: () => TrainedModel[],
): CompetitorEntry[] {
  const row: PeerRow = { imagesPerRun: members * batchRows, remark: `as many models at once, ${NORMALIZED}` };
  const requireTime = () => {
    if (isHeavy && bridge.gpu.adapter.isFallback) {
      throw new LeftOut(`${members} models at once take too long on a software adapter`);
    }
  };
  const entries: CompetitorEntry[] = [];
  if (peers.includes('tfjs')) {
    const open = async () => {
      requireTime();
      return (await loadTfjsPeer()).openBatchedTrain(bridge, createModels(), CHECKED_MEMBERS);
    };
    entries.push({ implementation: 'tfjs', variant: 'one batched graph', ...row, open });
  }
  if (peers.includes('jax-js')) {
    const open = async () => {
      requireTime();
      return (await loadJaxPeer()).openVmappedTrain(createModels(), CHECKED_MEMBERS);
    };
    entries.push({ implementation: 'jax-js', variant: 'vmap of the step jitted', ...row, open });
  }
  return entries;
}

/** What is of interest beside one member alone: Weft's products under tfjs, and the peers on the processor. */
function singleModelEntries({ bridge, peers }: BenchContext, model: TrainedModel, peer: PeerRow): CompetitorEntry[] {
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

interface PopulationWork {
  readonly splits: ReturnType<typeof createTrainSplits>;
  readonly members: readonly Member[];
  readonly batchRows: number;
}

async function openPopulation(
  { bridge, tuning }: BenchContext,
  { splits, members, batchRows }: PopulationWork,
): Promise<Competitor> {
  await requireRoom(bridge.gpu, splits, { members: members.length, batchSize: batchRows });
  const dataset = await createDeviceDataset(bridge.gpu, splits);
  const begin = async () => {
    const begun = new Population(bridge, dataset, { members, batchSize: batchRows });
    try {
      await begun.prepare(tuning === undefined ? {} : { tuning });
      begun.beginEpoch(1);
      return begun;
    } catch (error) {
      begun.dispose();
      throw error;
    }
  };
  let population = await begin().catch((error) => {
    dataset.dispose();
    throw error;
  });
  let nextBatch = 0;
  // Running sums of the losses, after each of the checked steps.
  const sums = [members.map(() => 0)];
  const lossOf = (member: number, step: number) =>
    ((sums[step + 1]?.[member] ?? Number.NaN) - (sums[step]?.[member] ?? Number.NaN)) / batchRows;
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        population.trainStep(nextBatch++ % TRAIN_BATCHES);
      }
    },
    settle: () => population.whenFastest(),
    // Anew, with initial weights and moments of zero. Every kernel is compiled by now, so that the steps checked here and
    // those that are timed are the same captured work.
    poison: async () => {
      population.dispose();
      population = await begin();
      await population.whenFastest();
      nextBatch = 0;
      for (let step = 0; step < CHECKED_STEPS; step++) {
        sums.push((await population.trainStepAndRead(step)).map(({ loss, rows }) => loss * rows));
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
    dispose: () => {
      population.dispose();
      dataset.dispose();
    },
  };
}
