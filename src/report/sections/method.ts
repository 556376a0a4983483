import { LAYER_UNITS } from '../../run/network';
import { CALLBACK_OPTIONS, formatOption, OPTION_KEYS, optionName } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import type { Words } from '../../words';
import type { SetupFacts, SpeedFacts } from '../../words/facts';
import type { TableBlock } from '../model';
import { lookOf } from '../runArms';
import { adapterOf, runName, type SectionBuilder } from './sectionBuilder';

const ID = 'method';

/** How it was measured: adapter, speed, configuration, commit, of every run, and of each of those that were pooled. */
export const buildMethod: SectionBuilder = (pooled, words) => {
  const runs = pooled.flatMap((run) => run.parts ?? [run]);
  return {
    id: ID,
    question: words.method.question,
    finding: words.method.finding(speedsOf(runs)),
    answer: [
      words.method.network(setupOf(runs)),
      [...saySteps(runs, words), words.method.pairing].join(' '),
      words.method.speed,
    ],
    source: undefined,
    commands: [],
    blocks: runs.flatMap((run) => [factsTable(run, words), throughputTable(run, words), configTable(run, words)]),
  };
};

function setupOf(runs: readonly RunFile[]): SetupFacts {
  return {
    units: LAYER_UNITS,
    validationExamples: shared(runs.map(({ setup }) => setup?.validationExamples)),
    testExamples: shared(runs.map(testExamplesOf)),
  };
}

/** What all have; `undefined` where they differ, or one has none. */
function shared<T>(values: readonly (T | undefined)[]): T | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** Told by the run, or by the confusion matrix of a tested member. */
function testExamplesOf({ setup, members }: RunFile): number | undefined {
  const tested = members.find(({ test }) => test !== null)?.test;
  return setup?.testExamples ?? tested?.confusion.flat().reduce((sum, examples) => sum + examples, 0);
}

/** Whether members trained at once: on Weft's kernels they do unless the adapter has too little room. */
function saySteps(runs: readonly RunFile[], words: Words): readonly string[] {
  const isOneByOne = ({ config, members }: RunFile) => config.kernels === 'stock' && members.length > 1;
  const isInParts = (run: RunFile) => !isOneByOne(run) && (run.setup?.parts ?? 1) > 1;
  return [
    ...(runs.every((run) => isOneByOne(run) || isInParts(run)) ? [] : [words.method.atOnce]),
    ...runs.filter(isInParts).map((run) => words.method.inParts(runName(run, words), run.setup?.parts ?? 1)),
    ...runs.filter(isOneByOne).map((run) => words.method.oneByOne(runName(run, words))),
  ];
}

/** By adapter, from the slowest to the fastest run. */
function speedsOf(runs: readonly RunFile[]): readonly SpeedFacts[] {
  return [...new Set(runs.map(adapterOf))].map((adapter) => {
    const speeds = runs.filter((run) => adapterOf(run) === adapter).map(({ throughput }) => throughput.imagesPerSecond);
    return { adapter, low: Math.min(...speeds), high: Math.max(...speeds) };
  });
}

function factsTable(run: RunFile, words: Words): TableBlock {
  const { adapter, throughput, wallMs, memory } = run;
  const { numbers, facts } = words;
  const subgroups =
    adapter.subgroupMinSize === undefined ? [] : [`subgroups ${adapter.subgroupMinSize}–${adapter.subgroupMaxSize}`];
  const rows: readonly (readonly [string, string])[] = [
    [facts.startedAt, numbers.instant(run.startedAt)],
    [facts.status, words.runStatuses[run.status]],
    [facts.adapter, [adapterOf(run), adapter.vendor, adapter.architecture, ...subgroups].filter(Boolean).join(', ')],
    [facts.runtime, adapter.runtimeVersion],
    [facts.commit, run.commit],
    [facts.members, numbers.count(run.members.length)],
    [facts.speed, facts.memberImages(throughput.imagesPerSecond)],
    [facts.gflop, numbers.figure(throughput.gflopPerSecond)],
    [facts.step, facts.stepTimes(throughput.stepMs)],
    [facts.dispatches, numbers.epoch(throughput.dispatchesPerStep)],
    // Not known of a run that has not ended.
    ...(memory.allocatedBytes > 0 ? [[facts.memory, facts.megabytes(memory.allocatedBytes)] as const] : []),
    [facts.wall, facts.durations(wallMs)],
  ];
  return {
    kind: 'table',
    caption: words.method.factsCaption(runName(run, words)),
    columns: [
      { label: words.table.fact, isNumeric: false },
      { label: words.table.value, isNumeric: false },
    ],
    rows: rows.map(([name, value]) => ({ look: undefined, cells: [{ text: name }, { text: value }] })),
    note: undefined,
  };
}

function throughputTable(run: RunFile, words: Words): TableBlock {
  const { numbers, table } = words;
  return {
    kind: 'table',
    caption: words.method.throughputCaption(runName(run, words)),
    columns: [
      { label: table.normalization, isNumeric: false },
      { label: table.normalizeGbPerSecond, isNumeric: true },
    ],
    rows: run.throughput.perNormalization.map(({ normalization, normalizeGbPerSecond }) => ({
      look: lookOf({ normalization }),
      cells: [normalization, numbers.figure(normalizeGbPerSecond)].map((text) => ({ text })),
    })),
    note: undefined,
  };
}

/** Every option under its name on the command line; those of a callback that is off mean nothing. */
function configTable(run: RunFile, words: Words): TableBlock {
  const { config } = run;
  const meaningless = new Set<string>(
    CALLBACK_OPTIONS.flatMap(([use, keys]): readonly string[] => (config[use] === 'off' ? keys : [])),
  );
  return {
    kind: 'table',
    caption: words.method.configCaption(runName(run, words)),
    columns: [
      { label: words.table.option, isNumeric: false },
      { label: words.table.value, isNumeric: false },
    ],
    rows: OPTION_KEYS.filter((key) => !meaningless.has(key)).map((key) => ({
      look: undefined,
      cells: [{ text: optionName(key) }, { text: formatOption(config, key).replaceAll(',', ', ') }],
    })),
    note: undefined,
  };
}
