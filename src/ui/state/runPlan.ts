import type { AdapterInfo } from '../../gpu/adapter';
import { countMembers, examplesPerEpoch, type KernelSet, type TrainOptions } from '../../run/options';
import { mostMembersAtOnce } from '../../training/parts/planParts';
import type { Words } from '../../words';

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
  return countMembers(options) * options.epochs * examplesPerEpoch(options);
}

/**
 * "4 networks at once, 120,000 images in all; about 2 min 05 s of training at the last run's speed."
 * @param adapter where it will be trained; without it, all members are taken to fit at once.
 */
export function describePlan(
  options: TrainOptions,
  speeds: KnownSpeeds,
  { runPlan }: Words,
  adapter?: AdapterInfo,
): string {
  const images = plannedImages(options);
  const speed = speeds[options.kernels];
  const members = countMembers(options);
  return runPlan.plan({
    members,
    atOnce: options.kernels === 'stock' ? 1 : adapter === undefined ? members : mostMembersAtOnce(options, adapter),
    images,
    mayBeFewer: options.earlyStopping !== 'off',
    seconds: speed === undefined ? undefined : images / speed,
  });
}

/** How long a run takes on a software adapter, where that is long; a sentence or two. */
export function warnOfLongRun(options: TrainOptions, speeds: KnownSpeeds, { runPlan }: Words): string | undefined {
  const speed = speeds[options.kernels];
  const seconds = plannedImages(options) / (speed ?? TWO_CORE_SPEEDS[options.kernels]);
  return seconds < LONG_RUN_SECONDS ? undefined : runPlan.longRun(seconds, speed !== undefined);
}
