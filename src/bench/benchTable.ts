import { formatCount, formatRate, NO_FIGURE } from '../words/format';
import type { BenchFile, BenchRow } from './benchFile';
import { labelOf } from './benchRows';
import { SUITES } from './work/catalog';

/** A column of the table of rows, the same on the page and in the terminal. */
export interface BenchColumn {
  readonly title: string;
  readonly isNumber: boolean;
  readonly textOf: (row: BenchRow, ratio: number | undefined) => string;
}

export const BENCH_COLUMNS: readonly BenchColumn[] = [
  { title: 'by', isNumber: false, textOf: (row) => row.implementation },
  { title: 'variant', isNumber: false, textOf: ({ variant }) => variant },
  { title: 'on', isNumber: false, textOf: placeOf },
  { title: 'ms', isNumber: true, textOf: ({ medianMs }) => formatMs(medianMs) },
  { title: 'weft is', isNumber: true, textOf: (_, ratio) => formatRatio(ratio) },
  { title: 'images/s', isNumber: true, textOf: ({ imagesPerSecond }) => formatRate(imagesPerSecond ?? undefined) },
  { title: 'GFLOP/s', isNumber: true, textOf: ({ gflopPerSecond }) => formatRate(gflopPerSecond ?? undefined) },
  { title: 'GB/s', isNumber: true, textOf: ({ gbPerSecond }) => formatRate(gbPerSecond ?? undefined) },
  { title: 'of peak', isNumber: true, textOf: ({ shareOfPeak }) => formatShare(shareOfPeak) },
  { title: 'p10–p90 ms', isNumber: true, textOf: ({ p10Ms, p90Ms }) => formatRange(p10Ms, p90Ms) },
  { title: 'GPU ms', isNumber: true, textOf: ({ gpuMedianMs }) => formatMs(gpuMedianMs) },
  { title: 'first use ms', isNumber: true, textOf: ({ firstUseMs }) => formatMs(firstUseMs) },
  { title: 'error', isNumber: true, textOf: ({ maxRelativeError }) => formatError(maxRelativeError) },
];

/** "software", "GPU" or "CPU": the adapter's whole name stands above the table. */
function placeOf({ runsOn }: BenchRow): string {
  if (runsOn === 'CPU') {
    return runsOn;
  }
  return runsOn.endsWith('(software)') ? 'software' : 'GPU';
}

/** What a row has to say instead of figures, or beside them. */
export function statusText({ status, reason }: BenchRow): string {
  switch (status) {
    case 'ok':
      return '';
    case 'wrong':
      return `wrong: ${reason}`;
    case 'failed':
      return `failed: ${reason}`;
    case 'left-out':
      return `left out: ${reason}`;
    default:
      return status satisfies never;
  }
}

/** The columns in which some row has something to say. */
export function columnsOf(groups: readonly CaseGroup[]): readonly BenchColumn[] {
  const entries = groups.flatMap(({ rows }) => rows);
  return BENCH_COLUMNS.filter(
    ({ isNumber, textOf }) =>
      !isNumber || entries.some(({ row, ratio }) => ![NO_FIGURE, ''].includes(textOf(row, ratio))),
  );
}

/** The rows of one case, Weft's first. */
export interface CaseGroup {
  readonly id: string;
  readonly rows: readonly { readonly row: BenchRow; readonly ratio: number | undefined }[];
}

/** Measured cases in the order of their suites, and what was left out whole, by reason. */
export interface BenchGroups {
  readonly cases: readonly CaseGroup[];
  readonly leftOut: readonly { readonly reason: string; readonly caseIds: readonly string[] }[];
  /** What is to be known of rows with figures: "tfjs, jax-js: one model". */
  readonly remarks: readonly string[];
}

export function groupRows(rows: readonly BenchRow[], ratios: BenchFile['ratios']): BenchGroups {
  const ids = [...new Set(rows.map((row) => row.case))];
  const groups = ids.map((id) => rows.filter((row) => row.case === id));
  const isLeftOut = (group: readonly BenchRow[]) => group.every(({ status }) => status === 'left-out');
  const measured = groups
    .filter((group) => !isLeftOut(group))
    .toSorted((a, b) => suiteOrder(a) - suiteOrder(b))
    .map((group) => ({
      id: group[0]?.case ?? '',
      rows: group.map((row) => ({ row, ratio: ratioOf(row, ratios) })),
    }));
  const leftOut = groups.filter(isLeftOut).map((group) => group[0] as BenchRow);
  const reasons = [...new Set(leftOut.map(({ reason }) => reason ?? ''))];
  const remarked = rows.filter(({ status, reason }) => status === 'ok' && reason !== null);
  const remarks = [...new Set(remarked.map(({ reason }) => reason))].map((remark) => {
    const by = remarked.filter(({ reason }) => reason === remark).map(({ implementation }) => implementation);
    return `${[...new Set(by)].join(', ')}: ${remark}`;
  });
  return {
    remarks,
    cases: measured,
    leftOut: reasons.map((reason) => ({
      reason,
      caseIds: leftOut.filter((row) => (row.reason ?? '') === reason).map((row) => row.case),
    })),
  };
}

function suiteOrder([first]: readonly BenchRow[]): number {
  return first === undefined ? 0 : SUITES.indexOf(first.suite);
}

function ratioOf(row: BenchRow, ratios: BenchFile['ratios']): number | undefined {
  return ratios.find((ratio) => ratio.case === row.case && ratio.against === labelOf(row))?.weftSpeedup;
}

/** Three figures, however short the time. */
export function formatMs(value: number | null): string {
  if (value === null) {
    return NO_FIGURE;
  }
  return value >= 100 ? formatCount(value) : value.toPrecision(3);
}

function formatRange(low: number | null, high: number | null): string {
  return low === null || high === null ? NO_FIGURE : `${formatMs(low)}–${formatMs(high)}`;
}

export function formatShare(share: number | null): string {
  return share === null ? NO_FIGURE : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function formatError(error: number | null): string {
  return error === null ? NO_FIGURE : error.toExponential(1);
}

export function formatRatio(ratio: number | undefined): string {
  return ratio === undefined ? '' : `${ratio.toPrecision(3)}×`;
}
