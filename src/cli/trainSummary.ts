import Table, { type Cell } from 'cli-table3';
import { armLabel, groupByArm } from '../run/arms';
import type { RunFile } from '../run/runFile';
import { armPairsOf } from '../run/verdicts';
import { en } from '../words/en';
import { formatAccuracy, formatCount, formatLoss, formatRate, NO_FIGURE } from '../words/format';
import { sayPair } from '../words/verdicts';

type Interval = RunFile['summary'][number]['testLoss'];
type Member = RunFile['members'][number];

/** The table of a run, then what is worth knowing beside it, and what the run shows, as lines. */
export function formatSummary(run: RunFile): string {
  return [formatTable(run), formatStep(run), formatMemory(run), ...formatVerdicts(run)].join('\n');
}

/** A row an arm. The speed of a normalization's kernel is that of all its arms. */
function formatTable({ config, members, summary, throughput }: RunFile): string {
  const hasStatuses = members.some(({ status }) => status !== 'finished');
  const table = new Table({
    head: ['normalization', ...(hasStatuses ? ['members'] : []), ...['test accuracy', 'test loss', 'normalize GB/s']],
    colAligns: ['left', ...(hasStatuses ? (['left'] as const) : []), 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const groups = groupByArm(members);
  for (const [index, { arm, members: ofArm }] of groups.entries()) {
    const tested = summary[index];
    const row: Cell[] = [
      armLabel(arm, config),
      ...(hasStatuses ? [formatStatuses(ofArm)] : []),
      formatInterval(tested?.testAccuracy, formatAccuracy),
      formatInterval(tested?.testLoss, formatLoss),
    ];
    if (groups[index - 1]?.arm.normalization !== arm.normalization) {
      const rowSpan = groups.filter((group) => group.arm.normalization === arm.normalization).length;
      const speed = throughput.perNormalization.find(({ normalization }) => normalization === arm.normalization);
      row.push({ content: formatRate(speed?.normalizeGbPerSecond), rowSpan });
    }
    table.push(row);
  }
  return table.toString();
}

const ENDINGS: readonly (readonly [Member['status'], string])[] = [
  ['finished', 'finished'],
  ['stopped-early', 'stopped early'],
  ['diverged', 'diverged'],
  ['stopped', 'stopped by hand'],
];

/** "3 finished; 2 stopped early, after 7 and 9 epochs": how the members of an arm ended. */
function formatStatuses(members: readonly Member[]): string {
  return ENDINGS.flatMap(([status, words]) => {
    const ended = members.filter((member) => member.status === status);
    if (ended.length === 0) {
      return [];
    }
    const epochs = ended.map(({ history }) => history.length);
    return [`${ended.length} ${words}${status === 'finished' ? '' : `, after ${formatEpochs(epochs)}`}`];
  }).join('; ');
}

const lists = new Intl.ListFormat('en', { type: 'conjunction' });

/** "7 and 9 epochs", each number once, the smallest first. */
function formatEpochs(epochCounts: readonly number[]): string {
  const counts = [...new Set(epochCounts)].toSorted((a, b) => a - b);
  return `${lists.format(counts.map(formatCount))} ${counts.at(-1) === 1 ? 'epoch' : 'epochs'}`;
}

/** The mean, with its interval where several seeds give one. */
function formatInterval(interval: Interval | undefined, format: (value: number | null) => string): string {
  if (interval === undefined || interval.n === 0) {
    return NO_FIGURE;
  }
  const mean = format(interval.mean);
  return interval.n === 1 ? mean : `${mean} (${format(interval.low)} to ${format(interval.high)})`;
}

function formatStep({ throughput }: RunFile): string {
  const { stepMs, dispatchesPerStep, submitsPerStep, uniformWritesPerStep } = throughput;
  return [
    `All members: ${formatRate(throughput.imagesPerSecond)} images/s, ${formatRate(throughput.gflopPerSecond)} GFLOP/s.`,
    `A step: ${stepMs.median.toFixed(1)} ms (${stepMs.p10.toFixed(1)} to ${stepMs.p90.toFixed(1)}); ` +
      `dispatches ${formatPerStep(dispatchesPerStep)}, submits ${formatPerStep(submitsPerStep)}, ` +
      `uniform writes ${formatPerStep(uniformWritesPerStep)}.`,
  ].join('\n');
}

function formatPerStep(count: number): string {
  return String(Number(count.toFixed(3)));
}

function formatMemory({ memory }: RunFile): string {
  const megabytes = formatRate(memory.allocatedBytes / 1e6);
  return `GPU memory: ${megabytes} MB; tensors: ${formatCount(memory.tensorsBefore)} before, ${formatCount(memory.tensorsAfter)} after.`;
}

/** What the members' tests show of the differences between arms; nothing where none was tested. */
function formatVerdicts(run: RunFile): string[] {
  if (run.members.every(({ test }) => test === null)) {
    return [];
  }
  if (run.config.seeds === 1) {
    return ['One seed allows no interval, so no difference is shown: --seeds 5 or --preset study gives intervals.'];
  }
  return armPairsOf(run).map((pair) =>
    sayPair(pair, { first: armLabel(pair.first, run.config), second: armLabel(pair.second, run.config) }, en),
  );
}
