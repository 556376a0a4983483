import { VALIDATION_EXAMPLES } from '../data/dataset';
import type { TrainingEvent } from '../run/events';
import { withArms } from '../run/mistakes';
import { countMembers, examplesPerEpoch, formatTrainOptions, PRESET_DEFAULTS, type TrainOptions } from '../run/options';
import { type RunFile, runFileSchema } from '../run/runFile';
import { WORDS, type Words } from '../words';
import type { CommandTrainer } from './commandTrainer';
import type { Diagnosis, DiagnosisOptions } from './diagnosis/diagnosis';
import { runContents } from './files/runContents';
import { tellWritten, writeOutputs } from './files/writeOutputs';
import type { Interruption } from './interruption';
import { requireFile } from './requireFile';
import { findResumed, RunKeeper } from './runs/keepRun';
import { tellAdapter } from './tellAdapter';
import type { TrainCommand } from './trainCommand';
import { createTrainDisplay } from './trainDisplay';
import { formatSummary } from './trainSummary';

/** What a diagnostic file tells of the command line. */
export function diagnosisOf({ runtime, adapter, raw, keeping }: TrainCommand): DiagnosisOptions {
  return { work: 'train', runtime, asked: { ...raw, runtime, adapter }, folder: keeping.folder };
}

/**
 * Does what the command line asks on a trainer: says on what and how much, shows the run, and writes its files.
 * @param diagnosis is told everything that a report of a failure needs.
 */
export async function runTraining(
  trainer: CommandTrainer,
  command: TrainCommand,
  interruption: Interruption,
  diagnosis: Pick<Diagnosis, 'log' | 'adapter' | 'config' | 'runFolder'>,
): Promise<void> {
  const words = WORDS[command.language];
  const { terminal } = words;
  const resumed = findResumed(command.keeping, words);
  const raw = resumed === undefined ? command.raw : formatTrainOptions(resumed.config);
  const adapter = await trainer.describeAdapter();
  diagnosis.adapter = adapter;
  const options = await trainer.resolveOptions(raw);
  diagnosis.config = options;
  const isQuickByDefault = adapter.isFallback && raw.preset === undefined;

  tellAdapter(adapter, words);
  if (isQuickByDefault) {
    console.log(terminal.quickByDefault(options.preset));
  }
  console.log(formatExtent(options, words));

  const display = createTrainDisplay(words);
  let isTold = false;
  const stop = () => {
    if (!isTold) {
      isTold = true;
      diagnosis.log.add('interrupted');
      display.note(terminal.stoppingAfterStep);
    }
    return trainer.stop();
  };
  interruption.onInterrupt(stop);
  /** Shows a run; another one may take its place, where it cannot go on. */
  const createShow = () => {
    const hearInterruption = interruption.onInterrupt(stop);
    return (event: TrainingEvent) => {
      display.show(event);
      diagnosis.log.hear(event);
      hearInterruption();
    };
  };
  const keeper = new RunKeeper(command.keeping, words, display.note);
  let run: RunFile;
  try {
    run = await keeper.run(options, command.runtime, resumed, async (keep, keeping) =>
      withArms(requireFile(runFileSchema, await trainer.train(raw, createShow(), keep, keeping), 'weft.run/1')),
    );
  } finally {
    diagnosis.runFolder = keeper.runFolder;
    display.finish();
  }
  console.log(formatSummary(run, words, command));
  if (run.status === 'stopped' && keeper.keptId !== undefined && run.config.kernels === 'weft') {
    console.log(terminal.canGoOn(keeper.keptId));
  }
  const notebookTime = isQuickByDefault && run.status === 'finished' ? formatNotebookTime(run, words) : undefined;
  if (notebookTime !== undefined) {
    console.log(notebookTime);
  }
  tellWritten(await writeOutputs(command.outputs, runContents(run, command.language), keeper.keptId), words);
}

function formatExtent(options: TrainOptions, { terminal }: Words): string {
  return terminal.extent({
    members: countMembers(options),
    epochs: options.epochs,
    examples: examplesPerEpoch(options),
    heldOut: options.heldOutExamples,
  });
}

/** As many as validate, in Fashion-MNIST and in MNIST. */
const TEST_EXAMPLES = 10_000;

/**
 * How long the preset notebook itself would take at the speeds of the run just made, whatever options that had;
 * `undefined` where it was made with other kernels, whose speed says nothing of the preset's.
 */
export function formatNotebookTime(run: RunFile, { terminal }: Words): string | undefined {
  const full = PRESET_DEFAULTS.notebook;
  if (run.config.kernels !== full.kernels) {
    return undefined;
  }
  const memberCount = countMembers(full);
  const trainSeconds = (memberCount * full.epochs * examplesPerEpoch(full)) / run.throughput.imagesPerSecond;

  const evaluatedIn = (epochs: number, { heldOutExamples }: Pick<TrainOptions, 'heldOutExamples'>) =>
    epochs * (VALIDATION_EXAMPLES + heldOutExamples) + TEST_EXAMPLES;
  const evaluated = run.members.reduce((sum, { history }) => sum + evaluatedIn(history.length, run.config), 0);
  const evaluateMs = (run.wallMs.evaluate / evaluated) * memberCount * evaluatedIn(full.epochs, full);
  return terminal.notebookTime(1000 * trainSeconds + evaluateMs);
}
