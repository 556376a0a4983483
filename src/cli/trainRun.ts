import { writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { VALIDATION_EXAMPLES } from '../data/dataset';
import { expandMembers } from '../run/members';
import { withArms } from '../run/mistakes';
import { examplesPerEpoch, parseTrainOptions, type RawOptions, type TrainOptions } from '../run/options';
import { type RunFile, runFileSchema } from '../run/runFile';
import { adapterName } from '../words/adapter';
import { formatCount, formatDuration, formatQuantity } from '../words/format';
import { CommandError } from './commandError';
import type { CommandTrainer } from './commandTrainer';
import type { Interruption } from './interruption';
import { writeReport } from './reportFile';
import { formatCsv } from './runCsv';
import type { TrainCommand } from './trainCommand';
import { createTrainDisplay } from './trainDisplay';
import { formatSummary } from './trainSummary';

/** Does what the command line asks on a trainer: says on what and how much, shows the run, and writes its files. */
export async function runTraining(
  trainer: CommandTrainer,
  command: TrainCommand,
  interruption: Interruption,
): Promise<void> {
  const adapter = await trainer.describeAdapter();
  const options = await trainer.resolveOptions(command.raw);
  const isQuickByDefault = adapter.isFallback && command.raw.preset === undefined;

  console.log(`Adapter: ${adapterName(adapter)}, ${adapter.runtimeVersion}`);
  if (adapter.isFallback) {
    console.log('Warning: this is a software adapter; its figures say nothing about GPUs.');
  }
  if (isQuickByDefault) {
    console.log(`Preset ${options.preset}, since the adapter is a software one; --preset notebook is the full run.`);
  }
  console.log(formatExtent(options));

  const display = createTrainDisplay();
  interruption.onInterrupt(() => {
    display.note('Stopping after the step at hand; once more ends at once.');
    return trainer.stop();
  });
  let run: RunFile;
  try {
    run = requireRunFile(await trainer.train(command.raw, display.show));
  } finally {
    display.finish();
  }
  writeFiles(command, run);
  console.log(formatSummary(run));
  if (isQuickByDefault && run.status === 'finished') {
    console.log(formatNotebookTime(run, command.raw));
  }
}

function requireRunFile(value: unknown): RunFile {
  const result = v.safeParse(runFileSchema, value);
  if (!result.success) {
    const issue = result.issues[0];
    throw new CommandError(`The run is not a weft.run/1: at ${v.getDotPath(issue) ?? 'its root'}, ${issue.message}`);
  }
  return withArms(result.output);
}

function writeFiles({ jsonPath, csvPath, reportPath, language }: TrainCommand, run: RunFile): void {
  if (jsonPath !== undefined) {
    writeFileSync(jsonPath, `${JSON.stringify(run, undefined, 2)}\n`);
  }
  if (csvPath !== undefined) {
    writeFileSync(csvPath, formatCsv(run));
  }
  if (reportPath !== undefined) {
    writeReport(reportPath, [run], language);
  }
}

function formatExtent(options: TrainOptions): string {
  const { epochs, heldOutExamples } = options;
  const heldOut = heldOutExamples > 0 ? `, ${formatCount(heldOutExamples)} more held out` : '';
  const members = formatQuantity(expandMembers(options).length, 'member');
  return `${members}, ${formatQuantity(epochs, 'epoch')} of ${formatQuantity(examplesPerEpoch(options), 'example')}${heldOut}.`;
}

/** As many as validate, in Fashion-MNIST and in MNIST. */
const TEST_EXAMPLES = 10_000;

/** How long the same command would take with the preset notebook, at the speeds of the run just made. */
export function formatNotebookTime(run: RunFile, raw: RawOptions): string {
  const full = parseTrainOptions({ ...raw, preset: 'notebook' }, run.adapter);
  const memberCount = expandMembers(full).length;
  const trainSeconds = (memberCount * full.epochs * examplesPerEpoch(full)) / run.throughput.imagesPerSecond;

  const evaluatedIn = (epochs: number, { heldOutExamples }: Pick<TrainOptions, 'heldOutExamples'>) =>
    epochs * (VALIDATION_EXAMPLES + heldOutExamples) + TEST_EXAMPLES;
  const evaluated = run.members.reduce((sum, { history }) => sum + evaluatedIn(history.length, run.config), 0);
  const evaluateMs = (run.wallMs.evaluate / evaluated) * memberCount * evaluatedIn(full.epochs, full);
  return `At this speed, --preset notebook would take about ${formatDuration(trainSeconds + evaluateMs / 1000)}.`;
}
