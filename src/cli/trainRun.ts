import { writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { adapterName } from '../gpu/adapter';
import { PRESET_DEFAULTS, type TrainOptions } from '../training/options';
import { type RunReport, runReportSchema } from '../training/report';
import { formatCount, formatDuration } from '../ui/state/format';
import { CommandError } from './commandError';
import type { CommandTrainer } from './commandTrainer';
import type { Interruption } from './interruption';
import { formatCsv } from './reportCsv';
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
  console.log(
    `${formatCount(memberCount(options))} ${memberCount(options) === 1 ? 'member' : 'members'}, ${options.epochs} ${options.epochs === 1 ? 'epoch' : 'epochs'} of ${formatCount(options.trainExamples)} examples.`,
  );

  const display = createTrainDisplay();
  interruption.onInterrupt(() => {
    display.note('Stopping after the step at hand; once more ends at once.');
    return trainer.stop();
  });
  let report: RunReport;
  try {
    report = requireReport(await trainer.train(command.raw, display.show));
  } finally {
    display.finish();
  }
  writeFiles(command, report);
  console.log(formatSummary(report));
  if (isQuickByDefault && report.status === 'finished') {
    console.log(formatNotebookTime(report));
  }
}

function requireReport(value: unknown): RunReport {
  const result = v.safeParse(runReportSchema, value);
  if (!result.success) {
    const issue = result.issues[0];
    throw new CommandError(
      `The run's report is not a weft.run/1: at ${v.getDotPath(issue) ?? 'its root'}, ${issue.message}`,
    );
  }
  return result.output;
}

function writeFiles({ jsonPath, csvPath }: TrainCommand, report: RunReport): void {
  if (jsonPath !== undefined) {
    writeFileSync(jsonPath, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  if (csvPath !== undefined) {
    writeFileSync(csvPath, formatCsv(report));
  }
}

function memberCount({ normalizations, seeds, learningRates }: TrainOptions): number {
  return normalizations.length * seeds * learningRates.length;
}

/** How long the full run would take with the same members, at the speeds of the run just made. */
function formatNotebookTime(report: RunReport): string {
  const { epochs, trainExamples } = PRESET_DEFAULTS.notebook;
  const trained = report.config.epochs * report.config.trainExamples;
  const trainMs = (report.wallMs.train / trained) * epochs * trainExamples;
  // Validation after each epoch and one test pass, each over 10,000 images.
  const evaluateMs = (report.wallMs.evaluate / (report.config.epochs + 1)) * (epochs + 1);
  return `At this speed, --preset notebook would take about ${formatDuration((trainMs + evaluateMs) / 1000)}.`;
}
