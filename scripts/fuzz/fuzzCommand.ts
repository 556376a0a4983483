import { Command } from 'commander';
import { parseArguments } from '../../src/cli/arguments';
import { badOption } from '../../src/errors';
import { listOfNames, type OptionValue, wholeNumber } from '../../src/run/options';
import { FUZZ_KINDS, type FuzzKind } from './fuzzTarget';

/** What the fuzz command was asked to do. */
export interface FuzzCommand {
  readonly kinds: readonly FuzzKind[];
  /** Of each kind. */
  readonly cases: number;
  readonly seed: number;
}

const DEFAULT_CASES = 10_000;
const kindList = listOfNames(FUZZ_KINDS);
const casesValue = wholeNumber(1, 10_000_000);
const seedValue = wholeNumber(0, 2 ** 31 - 1);

/**
 * Reads and checks the command line.
 * @param freshSeed where none is given.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseFuzzCommand(argv: readonly string[], freshSeed: () => number): FuzzCommand {
  const program = new Command('npm run fuzz --')
    .description(
      'Gives everything that reads files, addresses and command lines odd ones: each must be read right, or refused in a sentence that names the place, within a second.',
    )
    .option('--cases <value>', `of each kind (default: ${DEFAULT_CASES})`)
    .option('--seed <value>', 'of the cases: the same ones again (default: another each time)')
    .option('--only <value>', `only these kinds: ${kindList.allowed.en}`);
  const { cases, seed, only } = parseArguments<{ cases?: string; seed?: string; only?: string }>(program, argv);
  return {
    kinds: only === undefined ? FUZZ_KINDS : requireValue('only', only, kindList),
    cases: cases === undefined ? DEFAULT_CASES : requireValue('cases', cases, casesValue),
    seed: seed === undefined ? freshSeed() : requireValue('seed', seed, seedValue),
  };
}

function requireValue<T>(option: string, text: string, { parse, allowed }: OptionValue<T>): T {
  const value = parse(text);
  if (value === undefined) {
    throw badOption(option, `"${text}"`, allowed);
  }
  return value;
}
