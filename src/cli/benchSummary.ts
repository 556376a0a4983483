import { describeScaling, scalingPoints } from '../bench/benchCharts';
import type { BenchFile } from '../bench/benchFile';
import { type BenchColumn, type CaseGroup, columnsOf, groupRows, statusText } from '../bench/benchTable';
import type { Words } from '../words';
import { formatTable, outputWidth, type TextColumn, type TextRow } from './textTable';

/**
 * The peaks, a table of all rows, what was left out, and how training scales.
 * @param width of a line of the table, in characters: what has no room there is in the JSON.
 */
export function formatBenchSummary(file: BenchFile, words: Words, width = outputWidth()): string {
  const { cases, leftOut, remarks } = groupRows(file.rows, file.ratios);
  const { kernels } = words;
  return [
    kernels.peaks(file.peaks),
    formatCases(cases, words, width),
    ...describeScaling(scalingPoints(file.rows), words),
    ...remarks.map((remark) => `${remark}.`),
    ...file.notes,
    ...leftOut.map(({ reason, caseIds }) => kernels.leftOut(reason, caseIds.length, caseIds.slice(0, MOST_NAMED))),
  ].join('\n');
}

/** The JSON file names them all. */
const MOST_NAMED = 4;

/** Which columns go first where there is no room for all. */
const LEFT_OUT_FIRST: readonly BenchColumn['key'][] = [
  ...(['error', 'gpuMs', 'firstUseMs', 'gbPerSecond', 'place', 'rangeMs', 'shareOfPeak'] as const),
  ...(['gflopPerSecond', 'imagesPerSecond', 'variant', 'ratio'] as const),
];

function formatCases(cases: readonly CaseGroup[], words: Words, width: number): string {
  const columns = columnsOf(cases, words);
  const rows = cases.flatMap(({ id, rows: ofCase }): TextRow[] => [
    { heading: id },
    ...ofCase.flatMap(({ row, ratio }): TextRow[] => {
      const status = statusText(row, words);
      const cells = columns.map(({ isNumber, textOf }) => (isNumber && status !== '' ? '' : textOf(row, ratio, words)));
      return status === '' ? [cells] : [cells, { note: status }];
    }),
  ]);
  const heads = columns.map(({ key, isNumber }): TextColumn => {
    const place = LEFT_OUT_FIRST.indexOf(key);
    const head = words.kernels.columns[key];
    return place < 0 ? { head, isNumber } : { head, isNumber, leaveOut: LEFT_OUT_FIRST.length - place };
  });
  return formatTable({ columns: heads, rows }, width);
}
