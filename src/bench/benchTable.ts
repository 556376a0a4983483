import type { Words } from '../words';
import { NO_FIGURE } from '../words/numbers';
import type { BenchFile, BenchRow } from './benchFile';
import { labelOf } from './benchRows';
import { SUITES } from './work/catalog';

type Ratio = BenchFile['ratios'][number];

/** A column of the table of rows, the same on the page and in the terminal. */
export interface BenchColumn {
  readonly key: keyof Words['kernels']['columns'];
  readonly isNumber: boolean;
  readonly textOf: (row: BenchRow, ratio: Ratio | undefined, words: Words) => string;
}

const figure = (value: number | null, { numbers }: Words) => numbers.figure(value ?? undefined);
const rate = (value: number | null, { numbers }: Words) => numbers.rate(value);

export const BENCH_COLUMNS: readonly BenchColumn[] = [
  { key: 'by', isNumber: false, textOf: (row) => row.implementation },
  { key: 'variant', isNumber: false, textOf: ({ variant }) => variant },
  { key: 'place', isNumber: false, textOf: (row, _, words) => words.kernels.places[placeOf(row)] },
  { key: 'medianMs', isNumber: true, textOf: ({ medianMs }, _, words) => figure(medianMs, words) },
  {
    key: 'ratio',
    isNumber: true,
    textOf: (_, ratio, words) => (ratio === undefined ? '' : ratioText(ratio, words)),
  },
  { key: 'imagesPerSecond', isNumber: true, textOf: (row, _, words) => rate(row.imagesPerSecond, words) },
  { key: 'gflopPerSecond', isNumber: true, textOf: (row, _, words) => rate(row.gflopPerSecond, words) },
  { key: 'gbPerSecond', isNumber: true, textOf: (row, _, words) => rate(row.gbPerSecond, words) },
  {
    key: 'shareOfPeak',
    isNumber: true,
    textOf: ({ shareOfPeak, shareBy }, _, { kernels, numbers }) =>
      shareOfPeak === null || shareBy === null ? NO_FIGURE : kernels.shareBy[shareBy](numbers.percent(shareOfPeak)),
  },
  {
    key: 'rangeMs',
    isNumber: true,
    textOf: ({ p10Ms, p90Ms }, _, words) =>
      p10Ms === null || p90Ms === null ? NO_FIGURE : `${figure(p10Ms, words)}–${figure(p90Ms, words)}`,
  },
  { key: 'gpuMs', isNumber: true, textOf: ({ gpuMedianMs }, _, words) => figure(gpuMedianMs, words) },
  { key: 'firstUseMs', isNumber: true, textOf: ({ firstUseMs }, _, words) => figure(firstUseMs, words) },
  { key: 'error', isNumber: true, textOf: ({ maxRelativeError }, _, words) => figure(maxRelativeError, words) },
];

/** "4.2× (3.9–4.4)" */
export function ratioText({ weftSpeedup, p10, p90 }: Ratio, { kernels }: Words): string {
  return p10 === null || p90 === null ? kernels.ratio(weftSpeedup) : kernels.ratioRange(weftSpeedup, p10, p90);
}

/** The adapter's whole name stands above the table. */
function placeOf({ runsOn }: BenchRow): keyof Words['kernels']['places'] {
  if (runsOn === 'CPU') {
    return 'cpu';
  }
  return runsOn.endsWith('(software)') ? 'software' : 'gpu';
}

/** What a row has to say instead of figures, or beside them. */
export function statusText({ status, reason }: BenchRow, { kernels }: Words): string {
  return status === 'ok' ? '' : kernels.statuses[status](reason ?? '');
}

/** The columns in which some row has something to say. */
export function columnsOf(groups: readonly CaseGroup[], words: Words): readonly BenchColumn[] {
  const entries = groups.flatMap(({ rows }) => rows);
  return BENCH_COLUMNS.filter(
    ({ isNumber, textOf }) =>
      !isNumber || entries.some(({ row, ratio }) => ![NO_FIGURE, ''].includes(textOf(row, ratio, words))),
  );
}

export interface CaseRow {
  readonly row: BenchRow;
  /** Of Weft's row of the same scope against it; none where this is that row, or where there is none. */
  readonly ratio: Ratio | undefined;
}

/** The rows of one case, Weft's first. */
export interface CaseGroup {
  readonly id: string;
  readonly rows: readonly CaseRow[];
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

function ratioOf(row: BenchRow, ratios: BenchFile['ratios']): Ratio | undefined {
  return ratios.find((ratio) => ratio.case === row.case && ratio.against === labelOf(row));
}
