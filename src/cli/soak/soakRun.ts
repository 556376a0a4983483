import type { TrainingEvent } from '../../run/events';
import { type RunFile, runFileSchema } from '../../run/runFile';
import type { KeepCheckpoint } from '../../training/keeping';
import { WORDS } from '../../words';
import type { CommandTrainer } from '../commandTrainer';
import { formatJson } from '../files/runContents';
import { writeOutputs } from '../files/writeOutputs';
import type { Interruption } from '../interruption';
import { requireFile } from '../requireFile';
import { tellAdapter } from '../tellAdapter';
import { judgeSoak } from './judgeSoak';
import type { Meter } from './meters';
import { type SoakCommand, STEPS_PER_EPOCH } from './soakCommand';
import { SOAK_SCHEMA, type SoakFile } from './soakFile';
import { SoakSampler } from './soakSampler';
import { formatSoak, isSteady } from './soakText';

/** Where a soak trains, and how it is measured. */
export interface SoakPlace {
  readonly trainer: CommandTrainer;
  readonly measure: Meter;
  /** Takes checkpoints, where the trainer's own place does not. */
  readonly keep?: KeepCheckpoint | undefined;
}

/**
 * Trains for as long as was asked, and watches.
 * @returns whether the run ended by itself and nothing grew.
 */
export async function runSoak(
  { trainer, measure, keep }: SoakPlace,
  command: SoakCommand,
  interruption: Interruption,
): Promise<boolean> {
  const words = WORDS[command.language];
  tellAdapter(await trainer.describeAdapter(), words);
  console.log(words.soak.begins(command.epochs, STEPS_PER_EPOCH));
  const sampler = new SoakSampler(command.epochs, measure);
  const hearInterruption = interruption.onInterrupt(() => trainer.stop());
  const startedAtMs = performance.now();
  let toldTenth = 0;
  const hear = (event: TrainingEvent) => {
    sampler.hear(event);
    hearInterruption();
    const tenth = Math.floor((10 * sampler.epochsDone) / command.epochs);
    if (tenth > toldTenth) {
      toldTenth = tenth;
      console.log(words.soak.tenth(tenth, performance.now() - startedAtMs));
    }
  };
  const run = requireFile(runFileSchema, await trainer.train(command.raw, hear, keep), 'weft.run/1');
  await sampler.settled();
  const file = describe(run, sampler, performance.now() - startedAtMs);
  console.log(formatSoak(file, words));
  await writeOutputs(command.outputs, { soak: () => formatJson(file) });
  return isSteady(file);
}

function describe(
  {
    startedAt,
    commit,
    adapter,
    status,
    config,
  }: Pick<RunFile, 'startedAt' | 'commit' | 'adapter' | 'status' | 'config'>,
  { samples, stepsDone }: SoakSampler,
  wallMs: number,
): SoakFile {
  return {
    schema: SOAK_SCHEMA,
    startedAt,
    commit,
    adapter,
    status,
    steps: stepsDone,
    epochs: config.epochs,
    wallMs,
    verdicts: judgeSoak(samples),
    samples: [...samples],
  };
}
