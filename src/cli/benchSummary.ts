import Table from 'cli-table3';
import type { BenchFile } from '../bench/benchFile';
import { type CaseGroup, columnsOf, formatRatio, groupRows, statusText } from '../bench/benchTable';
import { formatQuantity, formatRate } from '../words/format';

/** The peaks, a table of all rows, what was left out, and how training scales. */
export function formatBenchSummary(file: BenchFile): string {
  const { cases, leftOut, remarks } = groupRows(file.rows, file.ratios);
  return [
    formatPeaks(file),
    formatTable(cases),
    ...formatScaling(file),
    ...remarks.map((remark) => `${remark}.`),
    ...file.notes,
    ...leftOut.map(
      ({ reason, caseIds }) =>
        `Left out (${reason}): ${formatQuantity(caseIds.length, 'case')}, ${shortList(caseIds)}.`,
    ),
  ].join('\n');
}

/** The JSON file names them all. */
const MOST_NAMED = 4;

function shortList(ids: readonly string[]): string {
  const named = ids.slice(0, MOST_NAMED).join(', ');
  return ids.length > MOST_NAMED ? `${named} and ${ids.length - MOST_NAMED} more` : named;
}

function formatPeaks({ peaks }: BenchFile): string {
  return [
    `Multiply-add peak: ${formatRate(peaks.fmaGflopPerSecond)} GFLOP/s (${peaks.fmaVariant})`,
    `copy peak: ${formatRate(peaks.copyGbPerSecond)} GB/s (${peaks.copyVariant})`,
    `empty dispatch: ${formatRate(peaks.emptyDispatchUs)} µs.`,
  ].join('; ');
}

function formatTable(cases: readonly CaseGroup[]): string {
  const columns = columnsOf(cases);
  const table = new Table({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ isNumber }) => (isNumber ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  for (const { id, rows } of cases) {
    table.push([{ colSpan: columns.length, content: id }]);
    for (const { row, ratio } of rows) {
      const status = statusText(row);
      const named = columns.filter(({ isNumber }) => !isNumber);
      table.push(
        status === ''
          ? columns.map(({ textOf }) => textOf(row, ratio))
          : [
              ...named.map(({ textOf }) => textOf(row, ratio)),
              { colSpan: columns.length - named.length, content: status },
            ],
      );
    }
  }
  return table.toString();
}

/** Member-images a second against one member's. */
function formatScaling({ rows }: BenchFile): string[] {
  const steps = rows.filter(({ suite, implementation }) => suite === 'train' && implementation === 'weft');
  const speeds = steps.flatMap((row) =>
    row.imagesPerSecond === null ? [] : [[row.variant, row.imagesPerSecond] as const],
  );
  const [, single] = speeds[0] ?? [];
  if (single === undefined || speeds.length < 2) {
    return [];
  }
  const parts = speeds.map(([variant, speed]) => `${variant} ${formatRate(speed)} (${formatRatio(speed / single)})`);
  return [`Member-images/s: ${parts.join(' · ')}.`];
}
