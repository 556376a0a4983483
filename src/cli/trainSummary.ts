import { type Arm, groupByArm } from '../run/arms';
import { ENDINGS, endingOf } from '../run/outcome';
import type { RunFile } from '../run/runFile';
import { tellingPairsOf } from '../run/verdicts';
import type { Words } from '../words';
import { armLabel } from '../words/arms';
import { type Figure, NO_FIGURE } from '../words/numbers';
import { sayUnfinished } from '../words/unfinished';
import { sayPair } from '../words/verdicts';
import { formatTable, outputWidth, type TextColumn } from './textTable';

type Interval = RunFile['summary'][number]['testLoss'];
type Member = RunFile['members'][number];

export interface SummaryOptions {
  /** Of a line of the table, in characters. */
  readonly width?: number;
  /** Also what a developer of kernels asks: every column, a step, its calls, memory. */
  readonly isVerbose?: boolean;
}

/** The table of a run, then what is worth knowing beside it, and what the run shows, as lines. */
export function formatSummary(
  run: RunFile,
  words: Words,
  { width = outputWidth(), isVerbose = false }: SummaryOptions = {},
): string {
  return [
    formatArms(run, words, isVerbose ? Number.POSITIVE_INFINITY : width),
    ...[sayUnfinished(run, words) ?? []].flat(),
    words.terminal.speed(run.throughput.imagesPerSecond, run.throughput.gflopPerSecond),
    ...(isVerbose ? formatStep(run, words) : []),
    ...formatVerdicts(run, words),
  ].join('\n');
}

/** A row an arm, and below it how its members ended where one did not simply finish. */
function formatArms({ config, members, summary, throughput }: RunFile, words: Words, width: number): string {
  const { numbers, terminal } = words;
  const { columns } = terminal;
  const groups = groupByArm(members);
  const speedOf = ({ normalization }: Arm) =>
    numbers.rate(
      throughput.perNormalization.find((speed) => speed.normalization === normalization)?.normalizeGbPerSecond,
    );
  const rows = groups.flatMap(({ arm, members: ofArm }, index) => {
    const tested = summary[index];
    const cells = [
      armLabel(arm, config, words),
      formatInterval(tested?.testAccuracy, ofArm.length, numbers.share, words),
      formatInterval(tested?.testLoss, ofArm.length, numbers.loss, words),
      formatMean(
        ofArm.flatMap(({ history }) => history.at(-1)?.valAccuracy ?? []),
        numbers.share,
      ),
      // That of a normalization's kernel is that of all its arms.
      groups[index - 1]?.arm.normalization === arm.normalization ? '' : speedOf(arm),
    ];
    const hasEndings = ofArm.some((member) => endingOf(member) !== 'finished');
    return hasEndings ? [cells, { note: formatStatuses(ofArm, words) }] : [cells];
  });
  const heads: readonly TextColumn[] = [
    { head: columns.normalization, isNumber: false },
    { head: columns.testAccuracy, isNumber: true },
    { head: columns.testLoss, isNumber: true },
    { head: columns.validationAccuracy, isNumber: true, leaveOut: 1 },
    { head: columns.normalizeGbPerSecond, isNumber: true, leaveOut: 2 },
  ];
  return formatTable({ columns: heads, rows }, width);
}

function formatMean(values: readonly number[], format: (value: Figure) => string): string {
  return values.length === 0 ? NO_FIGURE : format(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** "3 finished; 2 stopped early, after 7 and 9 epochs": how the members of an arm ended. */
function formatStatuses(members: readonly Member[], { statuses, terminal }: Words): string {
  return ENDINGS.flatMap((ending) => {
    const ended = members.filter((member) => endingOf(member) === ending);
    if (ended.length === 0) {
      return [];
    }
    const counted = statuses[ending](ended.length);
    // Each number once, the smallest first.
    const epochs = [...new Set(ended.map(({ history }) => history.length))].toSorted((a, b) => a - b);
    return [ending === 'finished' ? counted : terminal.endedAfter(counted, epochs)];
  }).join('; ');
}

/** The mean, with its interval where several seeds give one, and of how many members where not of all. */
function formatInterval(
  interval: Interval | undefined,
  members: number,
  format: (value: Figure) => string,
  { terminal, outOf }: Words,
): string {
  if (interval === undefined || interval.n === 0) {
    return NO_FIGURE;
  }
  const mean = format(interval.mean);
  const shown = interval.n === 1 ? mean : terminal.withInterval(mean, format(interval.low), format(interval.high));
  return interval.n < members ? `${shown}, ${outOf(interval.n, members)}` : shown;
}

function formatStep({ throughput, memory }: RunFile, { terminal }: Words): string[] {
  const { stepMs, dispatchesPerStep, submitsPerStep, uniformWritesPerStep } = throughput;
  return [
    terminal.step({
      ...stepMs,
      dispatches: dispatchesPerStep,
      submits: submitsPerStep,
      uniformWrites: uniformWritesPerStep,
    }),
    // Not known of a run that has not ended.
    ...(memory.allocatedBytes > 0
      ? [terminal.memory(memory.allocatedBytes, memory.tensorsBefore, memory.tensorsAfter)]
      : []),
  ];
}

/** What the members' tests show of the differences between arms; nothing where none was tested. */
function formatVerdicts(run: RunFile, words: Words): string[] {
  if (run.members.every(({ test }) => test === null)) {
    return [];
  }
  if (run.config.seeds === 1) {
    return [words.terminal.oneSeed(leaderOf(run, words))];
  }
  const nameOf = (arm: Arm) => armLabel(arm, run.config, words);
  return tellingPairsOf(run).map((pair) =>
    sayPair(pair, { first: nameOf(pair.first), second: nameOf(pair.second) }, words),
  );
}

/** The arm with the highest test accuracy, where there are several. */
function leaderOf({ summary, config }: RunFile, words: Words): { name: string; accuracy: number } | undefined {
  const tested = summary.flatMap(({ testAccuracy, ...arm }) =>
    testAccuracy.mean === null ? [] : [{ name: armLabel(arm, config, words), accuracy: testAccuracy.mean }],
  );
  const [best, second] = tested.toSorted((a, b) => b.accuracy - a.accuracy);
  return second === undefined || second.accuracy === best?.accuracy ? undefined : best;
}
