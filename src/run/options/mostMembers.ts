import type { Wording } from '../language';
import { MAX_CONTAINERS } from '../parseBoundedJson';
import type { OptionKey, TrainOptions } from './definitions';
import { countMembers } from './presets';

/** What a part of a run takes of what is bounded. */
interface Share {
  /** Of its run file, as it is written. */
  readonly characters: number;
  /** Lists and objects in it. */
  readonly containers: number;
  readonly members: number;
}

const MOST: Share = {
  /** V8's longest text has 2 ** 29 − 24; the rest is for what is no member's. */
  characters: 500_000_000,
  containers: MAX_CONTAINERS,
  /** V8 gives a function some 120,000 arguments. */
  members: 100_000,
};

/** As in files of `results/`, and a fifth more; beside it, each epoch, and each epoch's diagnostics. */
const MEMBER: Share = { characters: 2700, containers: 15, members: 1 };
const EPOCH: Share = { characters: 350, containers: 1, members: 0 };
const DIAGNOSIS: Share = { characters: 750, containers: 5, members: 0 };
/** Its line of the summary, and its surest mistakes with their pictures. */
const ARM: Share = { characters: 18_000, containers: 20, members: 0 };

const RESOURCES = ['characters', 'containers', 'members'] as const;

/**
 * Members are trained part after part, however many there are; but the results of all of them are one JSON, which must
 * be readable again.
 * @param nameOf how other options are named where the contradiction is told.
 */
export function findTooManyMembers(
  options: TrainOptions,
  nameOf: (key: OptionKey) => string,
): { readonly key: 'seeds' | 'learningRates'; readonly allowed: Wording } | undefined {
  const { seeds, learningRates } = options;
  const members = countMembers(options);
  const arms = members / seeds;
  const mostSeeds = mostOf((most, arm, member) => (most / arms - arm) / member, options);
  if (seeds <= mostSeeds) {
    return undefined;
  }
  if (mostSeeds >= 1) {
    return { key: 'seeds', allowed: sayMost(members, mostSeeds * arms, mostSeeds, { en: '', es: '' }) };
  }
  const armsPerRate = arms / learningRates.length;
  const most = mostOf((all, arm, member) => all / (arm + member) / armsPerRate, options);
  const withOneSeed = { en: ` values with ${nameOf('seeds')} 1`, es: ` valores con ${nameOf('seeds')} 1` };
  return { key: 'learningRates', allowed: sayMost(members, most * armsPerRate, most, withOneSeed) };
}

/** @param divide by what there is of one resource, and what an arm and a member take of it. */
function mostOf(
  divide: (most: number, arm: number, member: number) => number,
  { epochs, diagnostics }: TrainOptions,
): number {
  const perResource = RESOURCES.map((key) => {
    const epoch = EPOCH[key] + (diagnostics === 'on' ? DIAGNOSIS[key] : 0);
    return divide(MOST[key], ARM[key], MEMBER[key] + epochs * epoch);
  });
  return Math.max(0, Math.floor(Math.min(...perResource)));
}

function sayMost(members: number, mostMembers: number, most: number, unit: Wording): Wording {
  const [count, fitting] = [members, mostMembers].map((number) => ({
    en: number.toLocaleString('en'),
    es: number.toLocaleString('es'),
  })) as [Wording, Wording];
  return {
    en: `at most ${most}${unit.en}: of ${count.en} members, the results of ${fitting.en} fit into one run file`,
    es: `como máximo ${most}${unit.es}: de ${count.es} redes, los resultados de ${fitting.es} caben en un archivo de ejecución`,
  };
}
