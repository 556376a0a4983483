import Table, { type Cell } from 'cli-table3';
import { type Arm, groupByArm } from '../run/arms';
import { ENDINGS, endingOf } from '../run/outcome';
import type { RunFile } from '../run/runFile';
import { tellingPairsOf } from '../run/verdicts';
import type { Words } from '../words';
import { armLabel } from '../words/arms';
import { type Figure, NO_FIGURE } from '../words/numbers';
import { sayUnfinished } from '../words/unfinished';
import { sayPair } from '../words/verdicts';

type Interval = RunFile['summary'][number]['testLoss'];
type Member = RunFile['members'][number];

/** The table of a run, then what is worth knowing beside it, and what the run shows, as lines. */
export function formatSummary(run: RunFile, words: Words): string {
  const unfinished = sayUnfinished(run, words) ?? [];
  return [formatTable(run, words), unfinished, formatStep(run, words), formatVerdicts(run, words)].flat().join('\n');
}

/** A row an arm. The speed of a normalization's kernel is that of all its arms. */
function formatTable({ config, members, summary, throughput }: RunFile, words: Words): string {
  const { numbers, terminal } = words;
  const { columns } = terminal;
  const hasStatuses = members.some((member) => endingOf(member) !== 'finished');
  const table = new Table({
    head: [
      columns.normalization,
      ...(hasStatuses ? [columns.members] : []),
      ...[columns.testAccuracy, columns.testLoss, columns.normalizeGbPerSecond],
    ],
    colAligns: ['left', ...(hasStatuses ? (['left'] as const) : []), 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const groups = groupByArm(members);
  for (const [index, { arm, members: ofArm }] of groups.entries()) {
    const tested = summary[index];
    const row: Cell[] = [
      armLabel(arm, config, words),
      ...(hasStatuses ? [formatStatuses(ofArm, words)] : []),
      formatInterval(tested?.testAccuracy, ofArm.length, numbers.share, words),
      formatInterval(tested?.testLoss, ofArm.length, numbers.loss, words),
    ];
    if (groups[index - 1]?.arm.normalization !== arm.normalization) {
      const rowSpan = groups.filter((group) => group.arm.normalization === arm.normalization).length;
      const speed = throughput.perNormalization.find(({ normalization }) => normalization === arm.normalization);
      row.push({ content: numbers.rate(speed?.normalizeGbPerSecond), rowSpan });
    }
    table.push(row);
  }
  return table.toString();
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

function formatStep({ throughput, memory }: RunFile, { terminal }: Words): string {
  const { stepMs, dispatchesPerStep, submitsPerStep, uniformWritesPerStep } = throughput;
  return [
    terminal.speed(throughput.imagesPerSecond, throughput.gflopPerSecond),
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
  ].join('\n');
}

/** What the members' tests show of the differences between arms; nothing where none was tested. */
function formatVerdicts(run: RunFile, words: Words): string[] {
  if (run.members.every(({ test }) => test === null)) {
    return [];
  }
  if (run.config.seeds === 1) {
    return [words.terminal.oneSeed];
  }
  const nameOf = (arm: Arm) => armLabel(arm, run.config, words);
  return tellingPairsOf(run).map((pair) =>
    sayPair(pair, { first: nameOf(pair.first), second: nameOf(pair.second) }, words),
  );
}
