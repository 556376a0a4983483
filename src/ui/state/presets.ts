import { countMembers } from '../../run/members';
import { type KernelSet, PRESET_DEFAULTS, type Preset, type TrainOptions } from '../../run/options';
import { formatCount, formatDuration, formatQuantity } from '../../words/format';

/** What each preset answers, in one line. */
export const PRESET_QUESTIONS: Readonly<Record<Preset, string>> = {
  quick: 'Does normalizing help? A first answer in minutes.',
  notebook: 'Which normalization learns best, in one full run each?',
  plateau: 'What does lowering the rate on a plateau bring?',
  'learning-rates': 'Which learning rates are too low, good, too high?',
  study: 'Which normalization is best, and is that more than luck?',
};

/** "20 members × 10 epochs" */
export function presetSize(preset: Preset): string {
  const options = PRESET_DEFAULTS[preset];
  return `${formatQuantity(countMembers(options), 'member')} × ${formatQuantity(options.epochs, 'epoch')}`;
}

/** Member-images a second of the last run with each set of kernels on this page. */
export type KnownSpeeds = Readonly<Partial<Record<KernelSet, number>>>;

/**
 * Member-images a second on SwiftShader on two cores, 2026-11-23: what stands in for a speed not known yet
 * (`results/2026-11-23-plateau.json` and `bench/results/2026-11-23-swiftshader-bench.json`).
 */
const TWO_CORE_SPEEDS: Readonly<Record<KernelSet, number>> = { weft: 1796, stock: 89 };

/** From here on a run is worth a warning. */
const LONG_RUN_SECONDS = 15 * 60;

/** Images that all members are trained on, at most: some may stop before the last epoch. */
export function plannedImages(options: TrainOptions): number {
  return countMembers(options) * options.epochs * (options.trainExamples - options.heldOutExamples);
}

/** "4 networks at once, 120,000 images in all; about 2 min 05 s of training at the last run's speed." */
export function describePlan(options: TrainOptions, speeds: KnownSpeeds): string {
  const images = plannedImages(options);
  const order = options.kernels === 'weft' ? 'at once' : 'one after another';
  const most = options.earlyStopping === 'off' ? 'in all' : 'at most';
  const plan = `${formatQuantity(countMembers(options), 'network')} ${order}, ${formatCount(images)} images ${most}`;
  const speed = speeds[options.kernels];
  return speed === undefined
    ? `${plan}.`
    : `${plan}; about ${formatDuration(images / speed)} of training at the last run’s speed.`;
}

/** How long a run takes on a software adapter, where that is long; a sentence or two. */
export function warnOfLongRun(options: TrainOptions, speeds: KnownSpeeds): string | undefined {
  const speed = speeds[options.kernels];
  const seconds = plannedImages(options) / (speed ?? TWO_CORE_SPEEDS[options.kernels]);
  if (seconds < LONG_RUN_SECONDS) {
    return undefined;
  }
  const duration = formatDuration(seconds);
  return speed === undefined
    ? `These options train for about ${duration} on a software adapter with two cores; a run of quick tells how long on this one.`
    : `These options train for about ${duration} on this software adapter, at the last run’s speed.`;
}
