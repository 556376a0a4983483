import type { Member } from '../../run/members';
import { createDeviceDataset } from '../../training/population/deviceDataset';
import { Population } from '../../training/population/population';
import { loadJaxPeer, loadTfjsPeer } from '../peers/load';
import { BATCH_ROWS, type BenchCase } from '../work/catalog';
import { checkOutputs } from '../work/checkOutputs';
import type { Competitor, CompetitorEntry } from '../work/competitor';
import { evaluatedModelOf } from '../work/evaluateData';
import { createBenchMembers, createTrainSplits } from '../work/trainData';
import type { BenchContext } from './context';
import { requireRoom } from './requireRoom';
import { CHECKED_MEMBERS, describeMembers } from './train';

type EvaluateCase = Extract<BenchCase, { kind: 'evaluate' }>;

const PEER_REMARK = 'one model, the split normalized beforehand, in one batch';

/** Forward and loss over a whole split, of a population, and of one model by each peer. */
export function evaluateEntries({ members: memberCount, examples }: EvaluateCase, context: BenchContext) {
  const splits = createTrainSplits(BATCH_ROWS, examples);
  const members = createBenchMembers(memberCount);
  const [first] = createBenchMembers(1) as [Member];
  const model = evaluatedModelOf(splits, first);
  const peer = { imagesPerRun: examples, remark: PEER_REMARK };
  const { bridge, peers } = context;
  const entries: CompetitorEntry[] = [
    {
      implementation: 'weft',
      variant: describeMembers(memberCount),
      imagesPerRun: memberCount * examples,
      open: () => openPopulation(context, splits, members),
    },
  ];
  if (peers.includes('tfjs')) {
    const open = async () => (await loadTfjsPeer()).openEvaluate(bridge, model);
    entries.push({ implementation: 'tfjs', variant: 'model.evaluate', ...peer, open });
  }
  if (peers.includes('jax-js')) {
    const open = async () => (await loadJaxPeer()).openEvaluate(model);
    entries.push({ implementation: 'jax-js', variant: 'forward and loss jitted', ...peer, open });
  }
  return entries;
}

async function openPopulation(
  { bridge, tuning }: BenchContext,
  splits: ReturnType<typeof createTrainSplits>,
  members: readonly Member[],
): Promise<Competitor> {
  await requireRoom(bridge.gpu, splits, { members: members.length, batchSize: BATCH_ROWS });
  const dataset = await createDeviceDataset(bridge.gpu, splits);
  const population = new Population(bridge, dataset, { members, batchSize: BATCH_ROWS });
  const dispose = () => {
    population.dispose();
    dataset.dispose();
  };
  try {
    await population.prepare(tuning === undefined ? {} : { tuning });
  } catch (error) {
    dispose();
    throw error;
  }
  const steps = population.stepsPerEvaluation.validation;
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        population.beginEvaluation();
        for (let step = 0; step < steps; step++) {
          population.evaluationStep('validation', step);
        }
      }
    },
    settle: () => population.whenFastest(),
    // Without a run after it, the totals are of no rows.
    poison: async () => population.beginEvaluation(),
    verify: async () => {
      const totals = await population.readEvaluationTotals();
      const checked = members.slice(0, CHECKED_MEMBERS);
      return checkOutputs(
        checked.map(({ index }) => [totals[index]?.loss ?? Number.NaN]),
        checked.flatMap((member) => evaluatedModelOf(splits, member).expected()),
      );
    },
    dispose,
  };
}
