import fc from 'fast-check';
import { NORMALIZATIONS } from '../../data/normalization';
import { MONITORS } from '../callbacks/monitor';
import { expandMembers } from '../members';
import { TRAINING_FLOP } from '../network';
import { CALLBACK_USES, PRESET_DEFAULTS, SWITCHES, type TrainOptions } from '../options';
import { orderForParts } from '../partOrder';
import type { RunFile } from '../runFile';
import { summaryOf } from '../summary';
import { anyFate, anyMistakesOf, memberOf, type RunEnd } from './anyMember';

// Runs that may have gone any way: what is said of a run must hold for each of them, not for the usual one alone.

/** Which of a run's options are held fast; the others are any. */
export type FixedOptions = Partial<TrainOptions>;

/** Any options that a run accepts, small enough that every arm is seen. */
export function anyOptions(fixed: FixedOptions = {}): fc.Arbitrary<TrainOptions> {
  const { trainExamples } = PRESET_DEFAULTS.quick;
  const callbackMonitor = fc.constantFrom(...MONITORS);
  return fc
    .record({
      normalizations: fc.subarray([...NORMALIZATIONS], { minLength: 1, maxLength: 3 }),
      seeds: fc.integer({ min: 1, max: 4 }),
      firstSeed: fc.integer({ min: 0, max: 3 }),
      learningRates: fc.subarray([1e-4, 0.001, 0.01, 100], { minLength: 1, maxLength: 3 }),
      epochs: fc.integer({ min: 1, max: 6 }),
      heldOutExamples: fc.constantFrom(0, 1000),
      reduceLrOnPlateau: fc.constantFrom(...CALLBACK_USES),
      plateauMonitor: callbackMonitor,
      plateauPatience: fc.integer({ min: 0, max: 2 }),
      plateauCooldown: fc.integer({ min: 0, max: 1 }),
      earlyStopping: fc.constantFrom(...CALLBACK_USES),
      stoppingMonitor: callbackMonitor,
      stoppingPatience: fc.integer({ min: 0, max: 2 }),
      stoppingStartFromEpoch: fc.integer({ min: 0, max: 2 }),
      restoreBestWeights: fc.constantFrom(...SWITCHES),
      diagnostics: fc.constantFrom(...SWITCHES),
    })
    .map((free) => permitted({ ...PRESET_DEFAULTS.quick, ...free, trainExamples, ...fixed }));
}

/** A callback that is off leaves its options at their defaults, and nothing watches examples that there are none of. */
function permitted(options: TrainOptions): TrainOptions {
  const { reduceLrOnPlateau, earlyStopping, heldOutExamples } = options;
  const defaults = PRESET_DEFAULTS[options.preset];
  const { plateauMonitor, plateauFactor, plateauPatience, plateauMinDelta, plateauCooldown, plateauMinLr } = defaults;
  const { stoppingMonitor, stoppingPatience, stoppingMinDelta, stoppingStartFromEpoch, restoreBestWeights } = defaults;
  const isWatchable = (monitor: string) => heldOutExamples > 0 || !monitor.startsWith('held_out');
  return {
    ...options,
    ...(isWatchable(options.plateauMonitor) ? {} : { plateauMonitor }),
    ...(isWatchable(options.stoppingMonitor) ? {} : { stoppingMonitor }),
    ...(reduceLrOnPlateau === 'off'
      ? { plateauMonitor, plateauFactor, plateauPatience, plateauMinDelta, plateauCooldown, plateauMinLr }
      : {}),
    ...(earlyStopping === 'off'
      ? { stoppingMonitor, stoppingPatience, stoppingMinDelta, stoppingStartFromEpoch, restoreBestWeights }
      : {}),
  };
}

/**
 * Any run that is consistent with itself: finished, or stopped by hand in any epoch or in the test; its members
 * learning, learning nothing, blowing up, diverging in any epoch or in the test alone, or stopped early; with one seed
 * or several, so that arms may lose all their seeds, all but one, or different ones.
 */
export function anyRun(fixed: FixedOptions = {}): fc.Arbitrary<RunFile> {
  return anyOptions(fixed).chain((options) => {
    const count = expandMembers(options).length;
    return fc
      .record({
        end: anyEnd(options.epochs),
        fates: fc.array(anyFate(options.epochs), { minLength: count, maxLength: count }),
        examplesPerClass: fc.constantFrom(10, 100, 1000),
        commit: fc.constantFrom('abc1234', 'def5678'),
        parts: fc.option(fc.record({ ended: fc.nat(count), atHand: fc.nat(count) }), { freq: 2, nil: undefined }),
      })
      .map(({ end, fates, examplesPerClass, commit, parts }) => {
        const all = expandMembers(options);
        const places = new Map(orderForParts(all).map((index, place) => [index, place]));
        const members = all.map(({ index, ...member }) => {
          const fate = fates[index] as (typeof fates)[number];
          const own = endInPart(end, places.get(index) as number, parts);
          return memberOf(member, options, { fate, end: own, examplesPerClass });
        });
        const run = runOf(options, { members, end, commit });
        const setup = { validationExamples: 10_000, testExamples: 10 * examplesPerClass, parts: 3 };
        return parts === undefined ? run : { ...run, setup };
      });
  });
}

/** Of a run in parts that was stopped: those before the part at hand have ended, and those after it were not come to. */
function endInPart(
  end: RunEnd,
  place: number,
  parts: { readonly ended: number; readonly atHand: number } | undefined,
): RunEnd {
  if (end === 'finished' || parts === undefined) {
    return end;
  }
  if (place < parts.ended) {
    return 'finished';
  }
  return place < parts.ended + parts.atHand ? end : { stoppedAfterEpoch: 0, isTested: false };
}

/** Runs of which all members are tested: not stopped, and none diverges. */
export function anyTestedRun(fixed: FixedOptions = {}): fc.Arbitrary<RunFile> {
  return anyRun(fixed).filter(({ members }) => members.every(({ test }) => test !== null));
}

function anyEnd(epochs: number): fc.Arbitrary<RunEnd> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<RunEnd>('finished') },
    {
      weight: 1,
      arbitrary: fc
        .record({ stoppedAfterEpoch: fc.integer({ min: 0, max: epochs }), asksForTest: fc.boolean() })
        .map(({ stoppedAfterEpoch, asksForTest }) => ({
          stoppedAfterEpoch,
          isTested: asksForTest && stoppedAfterEpoch < epochs,
        })),
    },
  );
}

const TRAIN_MS = 60_000;

function runOf(
  options: TrainOptions,
  { members, end, commit }: { members: RunFile['members']; end: RunEnd; commit: string },
): RunFile {
  const epochsTrained = members.reduce((sum, { history }) => sum + history.length, 0);
  const images = epochsTrained * (options.trainExamples - options.heldOutExamples);
  const imagesPerSecond = (images / TRAIN_MS) * 1000;
  return {
    schema: 'weft.run/1',
    startedAt: '2026-11-23T10:15:00.000Z',
    commit,
    status: end === 'finished' || isOver(members) ? 'finished' : 'stopped',
    adapter: {
      vendor: 'google',
      architecture: 'swiftshader',
      device: '',
      description: 'SwiftShader',
      isFallback: true,
      runtime: 'browser',
      runtimeVersion: 'Chrome 156.0.0.0',
      features: ['subgroups'],
    },
    config: { ...options, normalizations: [...options.normalizations], learningRates: [...options.learningRates] },
    members,
    summary: summaryOf(members),
    mistakes: anyMistakesOf(members),
    throughput: {
      imagesPerSecond,
      gflopPerSecond: (imagesPerSecond * TRAINING_FLOP) / 1e9,
      stepMs: { p10: 320, median: 360, p90: 400 },
      dispatchesPerStep: 12,
      submitsPerStep: 1,
      uniformWritesPerStep: 0,
      perNormalization: options.normalizations.map((normalization) => ({
        normalization,
        normalizeGbPerSecond: 0.8,
      })),
    },
    memory: { allocatedBytes: 74_300_000, tensorsBefore: 6, tensorsAfter: 6 },
    wallMs: { setup: 3000, train: TRAIN_MS, evaluate: 8000 },
  };
}

/** Tested when none of its members would have trained on, a run is as if it had not been stopped. */
function isOver(members: RunFile['members']): boolean {
  return members.every(
    ({ status, test, restoredEpoch }) =>
      status !== 'stopped' && (test !== null || (status === 'diverged' && restoredEpoch === null)),
  );
}
