import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseBenchCommand } from '../../../src/cli/benchCommand';
import { parseCheckCommand } from '../../../src/cli/check/checkCommand';
import { temporaryFolder } from '../../../src/cli/files/temporaryFolder';
import { parseReportCommand } from '../../../src/cli/reportCommand';
import { parseRunsCommand } from '../../../src/cli/runs/runsCommand';
import { parseSoakCommand } from '../../../src/cli/soak/soakCommand';
import { parseTrainCommand, type TrainCommand } from '../../../src/cli/trainCommand';
import { formatTrainOptions, parseTrainOptions } from '../../../src/run/options';
import { type FuzzTarget, requireSame, requireThat, tryWork } from '../fuzzTarget';
import { anyOddText } from '../mutations/oddTexts';
import { anyOptionText, BENCH_NAMES, requirePlainNumbers, TRAIN_NAMES } from '../mutations/optionTexts';

const parseReport = (argv: readonly string[], _env: NodeJS.ProcessEnv) => parseReportCommand(argv);

const COMMANDS = {
  train: parseTrainCommand,
  bench: parseBenchCommand,
  check: parseCheckCommand,
  report: parseReport,
  runs: parseRunsCommand,
  soak: parseSoakCommand,
} as const;

interface CommandCase {
  readonly command: keyof typeof COMMANDS;
  readonly argv: readonly string[];
}

const OWN_NAMES = [
  ...['runtime', 'adapter', 'json', 'csv', 'report', 'force', 'language', 'runs', 'resume', 'fresh', 'test-only'],
  ...['keep-every', 'out', 'text', 'budget', 'torch', 'samples', 'steps'],
];
const PLAIN_WORDS = [
  'list',
  'show',
  'export',
  'delete',
  'run.json',
  'out.html',
  'mine.txt',
  'folder',
  '.',
  '/',
  '/dev/null',
];

const anyWord = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PLAIN_WORDS) },
  { weight: 4, arbitrary: anyOptionText },
  { weight: 1, arbitrary: anyOddText },
);

const anyFlag = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TRAIN_NAMES, ...BENCH_NAMES, ...OWN_NAMES).map((name) => `--${name}`) },
  { weight: 1, arbitrary: anyOddText.map((name) => `--${name}`) },
  { weight: 1, arbitrary: fc.constantFrom('-', '--', '-x', '--no-force', '--no-json') },
);

const anyArguments = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(anyFlag, anyWord).map((pair) => [...pair]) },
  { weight: 2, arbitrary: fc.tuple(anyFlag, anyWord).map((pair) => [pair.join('=')]) },
  { weight: 1, arbitrary: anyFlag.map((flag) => [flag]) },
  { weight: 1, arbitrary: anyWord.map((word) => [word]) },
);

/** Command lines, read in a folder of files that a run wrote and that it did not. */
export function createCommandTarget(): FuzzTarget<CommandCase> {
  const folder = mkdtempSync(join(temporaryFolder(), 'fuzz-'));
  writeFileSync(join(folder, 'run.json'), '{"schema":"weft.run/1"}');
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  const files = readdirSync(folder);
  const env = { HOME: folder };
  return {
    cases: fc.record({
      command: fc.constantFrom(...(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[])),
      argv: fc.array(anyArguments, { maxLength: 4 }).map((lists) => lists.flat().map(asArgument)),
    }),
    tryCase: async ({ command, argv }) => {
      if (argv.some(asksForHelp)) {
        return 'refused';
      }
      const inFolder = argv.map((word) => (word === 'run.json' || word === 'mine.txt' ? join(folder, word) : word));
      const refusals = {
        codes: ['bad-option'] as const,
        places: placesIn(inFolder),
        allowsCommandError: true,
      };
      const answer = await tryWork(() => COMMANDS[command](inFolder, env), refusals);
      requireSame(readdirSync(folder), files, 'The folder');
      if (answer === undefined) {
        return 'refused';
      }
      const { result } = answer;
      if (isTrainCommand(result)) {
        requirePlainNumbers(result.raw);
        const options = parseTrainOptions(result.raw, { isFallback: true });
        requireSame(parseTrainOptions(formatTrainOptions(options), { isFallback: true }), options, 'The options');
        const { everySeconds = 0 } = result.keeping;
        requireThat(Number.isFinite(everySeconds) && everySeconds >= 0, 'keep-every is no number of seconds.');
      }
      return 'taken';
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function isTrainCommand(command: ReturnType<(typeof COMMANDS)[keyof typeof COMMANDS]>): command is TrainCommand {
  return 'keeping' in command;
}

/** The system gives a program text in UTF-8 that ends at its first NUL. */
function asArgument(text: string): string {
  return text.replace(/\0.*/su, '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Help ends the process, as it should. */
function asksForHelp(word: string): boolean {
  return /^-h|^--help/.test(word);
}

/** An option, an argument, or what a command line that has none of these must have. */
function placesIn(argv: readonly string[]): string[] {
  const given = argv.map((word) => word.replace(/^--?/, '').split('=')[0] as string).filter((word) => word !== '');
  const missing = ['--help lists', 'No run was given', 'Nothing to export', 'No file for the report'];
  return [
    ...TRAIN_NAMES,
    ...BENCH_NAMES,
    ...OWN_NAMES,
    'action',
    ...given.map((word) => word.slice(0, 20)),
    ...missing,
  ];
}
