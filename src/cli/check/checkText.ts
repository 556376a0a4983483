import { describeScaling, scalingPoints } from '../../bench/benchCharts';
import type { BenchFile, BenchRow } from '../../bench/benchFile';
import { labelOf } from '../../bench/benchRows';
import { casesMatching } from '../../bench/work/catalog';
import type { RunFile } from '../../run/runFile';
import type { Words } from '../../words';
import { adapterName } from '../../words/adapter';
import { formatBenchSummary } from '../benchSummary';
import { formatSummary } from '../trainSummary';
import type { CheckFile, Stage, StageName } from './checkFile';
import type { TorchResult } from './torch';

/** Whether nothing that was done was wrong or failed, and some kernel was compared with float64. */
export function isGood({ stages }: CheckFile): boolean {
  const kernels = stages.find(({ stage }) => stage === 'kernels')?.result as BenchFile | null | undefined;
  return (
    kernels?.rows.some(({ status }) => status === 'ok') === true &&
    stages.every(
      ({ stage, status, result }) =>
        (status !== 'failed' || stage === 'torch') && (!isBench(stage) || faultsOf(result as BenchFile).length === 0),
    )
  );
}

/** What is said of a stage when it has ended: one line, then what it found. */
export function sayStage({ stage, status, reason, wallMs, result }: Stage, file: CheckFile, words: Words): string {
  const head = words.check.ended(stage, status, wallMs / 1000, reason);
  return [head, ...(result === null && stage !== 'adapter' ? [] : DESCRIBE[stage](result, file, words))].join('\n');
}

/** The page of text. */
export function formatCheck(file: CheckFile, words: Words): string {
  const { check } = words;
  return `${[
    check.title(file.startedAt, file.commit, file.node),
    ...file.stages.map((stage) => sayStage(stage, file, words)),
    file.status === 'running' ? check.unfinished : check.verdict(isGood(file)),
  ].join('\n\n')}\n`;
}

const DESCRIBE: Readonly<Record<StageName, (result: unknown, file: CheckFile, words: Words) => string[]>> = {
  adapter: (_, { adapter }, words) => (adapter === null ? [] : describeAdapter(adapter, words)),
  kernels: (result, _, words) => {
    const { rows, config } = result as BenchFile;
    const faults = faultsOf(result as BenchFile);
    const casesOf = (wanted: BenchRow['status']) =>
      new Set(rows.filter(({ status }) => status === wanted).map((row) => row.case));
    const asked = casesMatching(config.suites, config.cases);
    const wrong = new Set([...casesOf('wrong'), ...casesOf('failed')]);
    const right = [...casesOf('ok')].filter((id) => !wrong.has(id));
    return [words.check.kernels(right.length, wrong.size, asked.length), ...faults];
  },
  peers: (result, _, words) => [formatBenchSummary(result as BenchFile, words, Number.POSITIVE_INFINITY)],
  scaling: (result, _, words) => describeScaling(scalingPoints((result as BenchFile).rows), words),
  notebook: describeRun,
  study: describeRun,
  torch: (result, file, words) => describeTorch(result as TorchResult, file, words),
};

function describeAdapter(adapter: NonNullable<CheckFile['adapter']>, words: Words): string[] {
  const { limits = {}, features, runtimeVersion, isFallback } = adapter;
  return [
    words.terminal.adapter(adapterName(adapter, words), runtimeVersion),
    ...(isFallback ? [words.terminal.softwareWarning] : []),
    words.check.features(features),
    words.check.limits(Object.entries(limits).map(([name, value]) => `${name} ${value}`)),
  ];
}

function describeRun(result: unknown, _: CheckFile, words: Words): string[] {
  return [formatSummary(result as RunFile, words, { isVerbose: true })];
}

/** Each way of training on PyTorch, and how many times as fast Weft trains as many members. */
function describeTorch({ head, rows }: TorchResult, { stages }: CheckFile, words: Words): string[] {
  const weft = new Map<number, number>();
  for (const { stage, result } of stages) {
    if (isBench(stage) && result !== null) {
      for (const { implementation, members, imagesPerSecond } of scalingPoints((result as BenchFile).rows)) {
        if (implementation === 'weft') {
          weft.set(members, Math.max(imagesPerSecond, weft.get(members) ?? 0));
        }
      }
    }
  }
  return [
    words.check.torch(head.torch, head.device),
    ...rows.map(({ way, members, imagesPerSecond, reason }) => {
      const ours = weft.get(members);
      const ratio = ours === undefined || imagesPerSecond === null ? undefined : ours / imagesPerSecond;
      return words.check.torchRow(way, members, imagesPerSecond, ratio, reason);
    }),
  ];
}

function isBench(stage: StageName): boolean {
  return stage === 'kernels' || stage === 'peers' || stage === 'scaling';
}

/** Rows of Weft's that are wrong, or failed; a peer's faults are its own. */
function faultsOf(result: BenchFile | null): string[] {
  const rows = result?.rows ?? [];
  return rows
    .filter(({ implementation, status }) => /^weft/.test(implementation) && (status === 'wrong' || status === 'failed'))
    .map((row) => `${row.case}, ${labelOf(row)}: ${row.status}, ${row.reason}`);
}
