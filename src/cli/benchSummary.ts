import Table from 'cli-table3';
import { describeScaling, scalingPoints } from '../bench/benchCharts';
import type { BenchFile } from '../bench/benchFile';
import { type CaseGroup, columnsOf, groupRows, statusText } from '../bench/benchTable';
import type { Words } from '../words';

/** The peaks, a table of all rows, what was left out, and how training scales. */
export function formatBenchSummary(file: BenchFile, words: Words): string {
  const { cases, leftOut, remarks } = groupRows(file.rows, file.ratios);
  const { kernels } = words;
  return [
    kernels.peaks(file.peaks),
    formatTable(cases, words),
    ...describeScaling(scalingPoints(file.rows), words),
    ...remarks.map((remark) => `${remark}.`),
    ...file.notes,
    ...leftOut.map(({ reason, caseIds }) => kernels.leftOut(reason, caseIds.length, caseIds.slice(0, MOST_NAMED))),
  ].join('\n');
}

/** The JSON file names them all. */
const MOST_NAMED = 4;

function formatTable(cases: readonly CaseGroup[], words: Words): string {
  const columns = columnsOf(cases, words);
  const table = new Table({
    head: columns.map(({ key }) => words.kernels.columns[key]),
    colAligns: columns.map(({ isNumber }) => (isNumber ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  for (const { id, rows } of cases) {
    table.push([{ colSpan: columns.length, content: id }]);
    for (const { row, ratio } of rows) {
      const status = statusText(row, words);
      const named = columns.filter(({ isNumber }) => !isNumber);
      const filled = status === '' ? columns : named;
      const cells = filled.map(({ textOf }) => textOf(row, ratio, words));
      table.push(status === '' ? cells : [...cells, { colSpan: columns.length - named.length, content: status }]);
    }
  }
  return table.toString();
}
