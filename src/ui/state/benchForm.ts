import {
  type BENCH_OPTION_DEFINITIONS,
  type BenchOptions,
  formatBenchOptions,
  parseBenchOptions,
} from '../../bench/benchOptions';
import { SUITES } from '../../bench/work/catalog';
import { PEERS } from '../../bench/work/competitor';
import { asWeftError, type WeftError } from '../../errors';

export type BenchOptionName = keyof typeof BENCH_OPTION_DEFINITIONS;

/** The bench's options as the user sees them; an empty text is the default. */
export type BenchTexts = Readonly<Record<BenchOptionName, string>>;

/** What the texts come to: options to measure with, or what is wrong with one of them. */
export interface CheckedBench {
  readonly options: BenchOptions | undefined;
  readonly errors: Readonly<Partial<Record<BenchOptionName, WeftError>>>;
}

export function benchTextsOf(options: BenchOptions): BenchTexts {
  const {
    suite = SUITES.join(),
    peers = options.peers.join() || 'none',
    cases = '',
    budget = '',
    samples = '',
  } = formatBenchOptions(options);
  return { suite, peers, cases, budget, samples };
}

export function checkBench(texts: BenchTexts): CheckedBench {
  const { cases, budget, samples, ...lists } = texts;
  const given = {
    ...lists,
    ...(cases.trim() === '' ? {} : { cases }),
    ...(budget.trim() === '' ? {} : { budget: budget.trim() }),
    ...(samples.trim() === '' ? {} : { samples: samples.trim() }),
  };
  try {
    return { options: parseBenchOptions(given, { cases: CASES_NAMED }), errors: {} };
  } catch (error) {
    const refusal = asWeftError(error);
    return { options: undefined, errors: { [refusal.option ?? 'cases']: refusal } };
  }
}

/** The page has no room for the names of all cases. */
const CASES_NAMED = 3;

export function toggleSuite(text: string, toggled: string): string {
  return toggleIn(SUITES, text, toggled);
}

/** Peers may be none, suites not. */
export function togglePeer(text: string, toggled: string): string {
  return toggleIn(PEERS, text, toggled) || 'none';
}

/** A list option with one of its values put in or taken out, in the order of the known ones. */
function toggleIn(known: readonly string[], text: string, toggled: string): string {
  const chosen = text.split(',');
  return known.filter((value) => chosen.includes(value) !== (value === toggled)).join();
}
