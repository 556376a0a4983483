import { writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { VALIDATION_EXAMPLES } from '../data/dataset';
import { expandMembers } from '../run/members';
import { examplesPerEpoch, parseTrainOptions, type RawOptions, type TrainOptions } from '../run/options';
import { type RunFile, runFileSchema } from '../run/runFile';
import { WORDS, type Words } from '../words';
import { adapterName } from '../words/adapter';
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
  const words = WORDS[command.language];
  const { terminal } = words;
  const isQuickByDefault = adapter.isFallback && command.raw.preset === undefined;

  console.log(terminal.adapter(adapterName(adapter, words), adapter.runtimeVersion));
  if (adapter.isFallback) {
    console.log(terminal.softwareWarning);
  }
  if (isQuickByDefault) {
    console.log(terminal.quickByDefault(options.preset));
  }
  console.log(formatExtent(options, words));

  const display = createTrainDisplay(words);
  interruption.onInterrupt(() => {
    display.note(terminal.stoppingAfterStep);
    return trainer.stop();
  });
  let run: RunFile;
  try {
    run = requireRunFile(await trainer.train(command.raw, display.show));
  } finally {
    display.finish();
  }
  writeFiles(command, run);
  console.log(formatSummary(run, words));
  if (isQuickByDefault && run.status === 'finished') {
    console.log(formatNotebookTime(run, command.raw, words));
  }
}

function requireRunFile(value: unknown): RunFile {
  const result = v.safeParse(runFileSchema, value);
  if (!result.success) {
    const issue = result.issues[0];
    throw new CommandError(`The run is not a weft.run/1: at ${v.getDotPath(issue) ?? 'its root'}, ${issue.message}`);
  }
  return result.output;
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

function formatExtent(options: TrainOptions, { terminal }: Words): string {
  return terminal.extent({
    members: expandMembers(options).length,
    epochs: options.epochs,
    examples: examplesPerEpoch(options),
    heldOut: options.heldOutExamples,
  });
}

/** As many as validate, in Fashion-MNIST and in MNIST. */
const TEST_EXAMPLES = 10_000;

/** How long the same command would take with the preset notebook, at the speeds of the run just made. */
export function formatNotebookTime(run: RunFile, raw: RawOptions, { terminal }: Words): string {
  const full = parseTrainOptions({ ...raw, preset: 'notebook' }, run.adapter);
  const memberCount = expandMembers(full).length;
  const trainSeconds = (memberCount * full.epochs * examplesPerEpoch(full)) / run.throughput.imagesPerSecond;

  const evaluatedIn = (epochs: number, { heldOutExamples }: Pick<TrainOptions, 'heldOutExamples'>) =>
    epochs * (VALIDATION_EXAMPLES + heldOutExamples) + TEST_EXAMPLES;
  const evaluated = run.members.reduce((sum, { history }) => sum + evaluatedIn(history.length, run.config), 0);
  const evaluateMs = (run.wallMs.evaluate / evaluated) * memberCount * evaluatedIn(full.epochs, full);
  return terminal.notebookTime(1000 * trainSeconds + evaluateMs);
}
