import { WeftError } from '../errors';
import type { RawOptions } from '../run/options';
import { type BenchCase, casesMatching, SUITES, type Suite } from './work/catalog';
import { PEERS, type Peer } from './work/competitor';

/** What a bench run needs to know. */
export interface BenchOptions {
  readonly suites: readonly Suite[];
  /** Parts of case ids, or whole ones with `*` for anything; empty for what suits the adapter. */
  readonly cases: readonly string[];
  readonly peers: readonly Peer[];
  /** No case is begun after this long; `undefined` for the adapter's default. */
  readonly budgetSeconds: number | undefined;
}

interface BenchOptionDefinition {
  readonly describe: string;
  readonly allowed: string;
}

const MAX_BUDGET_SECONDS = 86_400;

/** The options by their names in addresses and on command lines. */
export const BENCH_OPTION_DEFINITIONS = {
  suite: { describe: 'what to measure', allowed: `a comma-separated list, each once, of ${SUITES.join(', ')}` },
  cases: {
    describe: 'only these cases',
    allowed: 'a comma-separated list of parts of their names, or of whole names with * for anything',
  },
  peers: {
    describe: 'whom to compare with',
    allowed: `a comma-separated list, each once, of ${PEERS.join(', ')}, or none`,
  },
  budget: {
    describe: 'seconds after which no further case is begun',
    allowed: `a whole number from 1 to ${MAX_BUDGET_SECONDS}`,
  },
} as const satisfies Readonly<Record<string, BenchOptionDefinition>>;

export const BENCH_DEFAULTS: BenchOptions = { suites: SUITES, cases: [], peers: ['tfjs'], budgetSeconds: undefined };

type OptionName = keyof typeof BENCH_OPTION_DEFINITIONS;

/**
 * Reads options by name over the defaults.
 * @throws WeftError `bad-option` for an unknown option, suite, peer or case, with the known ones.
 */
export function parseBenchOptions(raw: RawOptions): BenchOptions {
  for (const name of Object.keys(raw)) {
    if (!(name in BENCH_OPTION_DEFINITIONS)) {
      const known = Object.keys(BENCH_OPTION_DEFINITIONS).join(', ');
      throw new WeftError('bad-option', `There is no option "${name}"; known are ${known}.`);
    }
  }
  const { suite, cases, peers, budget } = raw;
  const options: BenchOptions = {
    suites: suite === undefined ? BENCH_DEFAULTS.suites : parseList('suite', suite, SUITES),
    cases: cases === undefined ? BENCH_DEFAULTS.cases : splitList(cases),
    peers: parsePeers(peers),
    budgetSeconds: budget === undefined ? undefined : parseBudget(budget),
  };
  requireKnownCases(options);
  return options;
}

/** The options that differ from the defaults, by name: what an address has to say. */
export function formatBenchOptions({ suites, cases, peers, budgetSeconds }: BenchOptions): RawOptions {
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
  return Object.fromEntries(entries);
}

function parsePeers(text: string | undefined): readonly Peer[] {
  if (text === undefined) {
    return BENCH_DEFAULTS.peers;
  }
  return text === 'none' ? [] : parseList('peers', text, PEERS);
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** In the order of the known values, whatever the order given. */
function parseList<T extends string>(name: OptionName, text: string, known: readonly T[]): T[] {
  const items = splitList(text);
  const isKnown = items.every((item) => known.some((value) => value === item));
  if (items.length === 0 || !isKnown || new Set(items).size !== items.length) {
    refuse(name, text);
  }
  return known.filter((value) => items.includes(value));
}

function parseBudget(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= 1 && value <= MAX_BUDGET_SECONDS ? value : refuse('budget', text);
}

function refuse(name: OptionName, text: string): never {
  throw new WeftError(
    'bad-option',
    `Option ${name} is "${text}"; it must be ${BENCH_OPTION_DEFINITIONS[name].allowed}.`,
  );
}

function requireKnownCases({ suites, cases }: BenchOptions): void {
  for (const pattern of cases) {
    if (casesMatching(suites, [pattern]).length === 0) {
      const known = casesMatching(suites, []).map(({ id }: BenchCase) => id);
      throw new WeftError(
        'bad-option',
        `Option cases names "${pattern}", which fits no case; known are ${known.join(', ')}.`,
      );
    }
  }
}
