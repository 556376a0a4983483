import Table from 'cli-table3';
import type { RunReport } from '../training/report';
import { formatAccuracy, formatCount, formatLoss, formatRate, NO_FIGURE } from '../ui/state/format';

type Interval = RunReport['summary'][number]['testLoss'];

/** The table of a run, then what is worth knowing beside it, as lines. */
export function formatSummary(report: RunReport): string {
  return [formatTable(report), formatStep(report), formatMemory(report), ...formatDiverged(report)].join('\n');
}

function formatTable({ config, summary, throughput }: RunReport): string {
  const table = new Table({
    head: ['normalization', 'test accuracy', 'test loss', 'images/s', 'normalize GB/s'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const normalization of config.normalizations) {
    const tested = summary.find((row) => row.normalization === normalization);
    const speed = throughput.perNormalization.find((row) => row.normalization === normalization);
    table.push([
      normalization,
      formatInterval(tested?.testAccuracy, formatAccuracy),
      formatInterval(tested?.testLoss, formatLoss),
      formatRate(speed?.imagesPerSecond),
      formatRate(speed?.normalizeGbPerSecond),
    ]);
  }
  return table.toString();
}

/** The mean, with its interval where several seeds give one. */
function formatInterval(interval: Interval | undefined, format: (value: number | null) => string): string {
  if (interval === undefined || interval.n === 0) {
    return NO_FIGURE;
  }
  const mean = format(interval.mean);
  return interval.n === 1 ? mean : `${mean} (${format(interval.low)} to ${format(interval.high)})`;
}

function formatStep({ throughput }: RunReport): string {
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

function formatMemory({ memory }: RunReport): string {
  const megabytes = formatRate(memory.allocatedBytes / 1e6);
  return `GPU memory: ${megabytes} MB; tensors: ${formatCount(memory.tensorsBefore)} before, ${formatCount(memory.tensorsAfter)} after.`;
}

function formatDiverged({ members }: RunReport): string[] {
  return members
    .filter((member) => member.status === 'diverged')
    .map(
      ({ normalization, seed, learningRate, history }) =>
        `Diverged in epoch ${history.length}: ${normalization}, seed ${seed}, learning rate ${learningRate}.`,
    );
}
