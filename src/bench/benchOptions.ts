import { badOption, shorten, WeftError } from '../errors';
import type { Wording } from '../run/language';
import { listOfNames, type OptionValue, type RawOptions, unknownOption, wholeNumber } from '../run/options';
import { casesMatching, SUITES, type Suite } from './work/catalog';
import { PEERS, type Peer } from './work/competitor';

/** What a bench run needs to know. */
export interface BenchOptions {
  readonly suites: readonly Suite[];
  /** Parts of case ids, or whole ones with `*` for anything; empty for what suits the adapter. */
  readonly cases: readonly string[];
  readonly peers: readonly Peer[];
  /** No case is begun after this long; `undefined` for the adapter's default. */
  readonly budgetSeconds: number | undefined;
  /** Samples of each competitor; `undefined` for the default. One is enough to check results. */
  readonly samples: number | undefined;
}

const MAX_SAMPLES = 100;
const MAX_BUDGET_SECONDS = 86_400;

const suiteList = listOfNames(SUITES);
const peerList = listOfNames(PEERS);
const budgetValue = wholeNumber(1, MAX_BUDGET_SECONDS);
const samplesValue = wholeNumber(1, MAX_SAMPLES);

/** The options by their names in addresses and on command lines. */
export const BENCH_OPTION_DEFINITIONS = {
  suite: { describe: 'what to measure', allowed: suiteList.allowed },
  cases: {
    describe: 'only these cases',
    allowed: {
      en: 'a comma-separated list of parts of their names, or of whole names with * for anything',
      es: 'una lista separada por comas de partes de sus nombres, o de nombres enteros con * por lo que sea',
    },
  },
  peers: {
    describe: 'whom to compare with',
    allowed: { en: `${peerList.allowed.en}, or none`, es: `${peerList.allowed.es}, o none` },
  },
  budget: { describe: 'seconds after which no further case is begun', allowed: budgetValue.allowed },
  samples: { describe: 'samples of each competitor, 10 by default', allowed: samplesValue.allowed },
} as const satisfies Readonly<Record<string, { readonly describe: string; readonly allowed: Wording }>>;

export const BENCH_DEFAULTS: BenchOptions = {
  suites: SUITES,
  cases: [],
  peers: ['tfjs'],
  budgetSeconds: undefined,
  samples: undefined,
};

type OptionName = keyof typeof BENCH_OPTION_DEFINITIONS;

/**
 * Reads options by name over the defaults.
 * @param named.cases how many of the known cases a refusal names, where there is no room for all.
 * @throws WeftError `bad-option` with the option's name: an unknown option, suite, peer or case, with the known ones.
 */
export function parseBenchOptions(raw: RawOptions, named: { readonly cases?: number } = {}): BenchOptions {
  const stranger = Object.keys(raw).find((name) => !Object.hasOwn(BENCH_OPTION_DEFINITIONS, name));
  if (stranger !== undefined) {
    throw unknownOption(stranger, Object.keys(BENCH_OPTION_DEFINITIONS));
  }
  const { suite, cases, peers, budget, samples } = raw;
  const options: BenchOptions = {
    suites: suite === undefined ? BENCH_DEFAULTS.suites : inOrder(SUITES, requireValue('suite', suite, suiteList)),
    cases: cases === undefined ? BENCH_DEFAULTS.cases : splitList(cases),
    peers: peers === undefined ? BENCH_DEFAULTS.peers : parsePeers(peers),
    budgetSeconds: budget === undefined ? undefined : requireValue('budget', budget, budgetValue),
    samples: samples === undefined ? undefined : requireValue('samples', samples, samplesValue),
  };
  requireKnownCases(options, named.cases);
  return options;
}

/** The options that differ from the defaults, by name: what an address has to say. */
export function formatBenchOptions({ suites, cases, peers, budgetSeconds, samples }: BenchOptions): RawOptions {
  const entries: [OptionName, string][] = [];
  if (suites.join() !== BENCH_DEFAULTS.suites.join()) {
    entries.push(['suite', suites.join()]);
  }
  if (cases.length > 0) {
    entries.push(['cases', cases.join()]);
  }
  if (peers.join() !== BENCH_DEFAULTS.peers.join()) {
    entries.push(['peers', peers.length === 0 ? 'none' : peers.join()]);
  }
  if (budgetSeconds !== undefined) {
    entries.push(['budget', String(budgetSeconds)]);
  }
  if (samples !== undefined) {
    entries.push(['samples', String(samples)]);
  }
  return Object.fromEntries(entries);
}

function parsePeers(text: string): readonly Peer[] {
  return text === 'none' ? [] : inOrder(PEERS, requireValue('peers', text, peerList));
}

/** Those of the known values that were given, whatever the order given. */
function inOrder<T>(known: readonly T[], given: readonly T[]): readonly T[] {
  return known.filter((value) => given.includes(value));
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function requireValue<T>(name: OptionName, text: string, { parse }: OptionValue<T>): T {
  const value = parse(text);
  if (value === undefined) {
    throw badOption(name, `"${text}"`, BENCH_OPTION_DEFINITIONS[name].allowed);
  }
  return value;
}

function requireKnownCases({ suites, cases }: BenchOptions, namedCases?: number): void {
  const unknown = cases.find((pattern) => casesMatching(suites, [pattern]).length === 0);
  if (unknown === undefined) {
    return;
  }
  const pattern = shorten(unknown);
  const known = casesMatching(suites, []).map(({ id }) => id);
  const named = known.slice(0, namedCases);
  const others = known.length > named.length ? ', …' : '.';
  throw new WeftError(
    'bad-option',
    `Option cases names "${pattern}", which fits no case; known are ${named.join(', ')}${others}`,
    {
      option: 'cases',
      facts: { about: 'unknown-case', pattern, known: named, isAll: named.length === known.length },
    },
  );
}
