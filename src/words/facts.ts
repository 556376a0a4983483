import type { ComparisonOutcome } from '../run/comparisons';
import type { CurvePoint } from '../run/curves';
import type { ComparedFigure } from '../run/verdicts';

// What sentences are made of, the same for every language.

/** How the two of a pair differ in one figure. */
export interface DifferenceFacts {
  readonly figure: ComparedFigure;
  readonly outcome: ComparisonOutcome;
  /** The one with the better figure, where a difference is shown; the numbers are its lead then, else first − second. */
  readonly better: string | undefined;
  /** `null` where no seed gave both a value. */
  readonly by: number | null;
  /** The corrected interval, where there is one. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** Decimals are chosen so that this does not look like zero. */
  readonly finest: number;
  readonly seeds: number;
  readonly comparisons: number;
}

export interface PairFacts {
  readonly first: string;
  readonly second: string;
  readonly differences: readonly DifferenceFacts[];
}

export interface NamedCurve {
  readonly label: string;
  readonly points: readonly CurvePoint[];
}

export interface RunFacts {
  readonly name: string;
  readonly members: number;
  readonly epochs: number;
  readonly examples: number;
  readonly adapter: string;
  readonly commit: string;
}

/** The first layer before training, of one normalization beside the one it is compared with. */
export interface SpreadFacts {
  readonly name: string;
  readonly reference: string;
  readonly std: number;
  readonly referenceStd: number;
  readonly loss: number | null;
  readonly referenceLoss: number | null;
  /** How many times as long the gradient is; `null` where that is not known. */
  readonly gradientTimes: number | null;
}

export interface WidestFacts {
  readonly name: string;
  readonly reference: string;
  readonly times: number;
  readonly loss: number | null;
  readonly referenceLoss: number | null;
}

export interface AlikeFacts {
  readonly names: readonly string[];
  readonly reference: string;
  readonly referenceStd: number;
  readonly low: number;
  readonly high: number;
}

/** How others compare with one, in one figure. */
export interface ImprovedFacts {
  readonly figure: ComparedFigure;
  readonly better: readonly string[];
  readonly worse: readonly string[];
  readonly notShown: readonly string[];
}

/** The best mean of one figure, over the seeds that all have. */
export interface BestFacts {
  readonly figure: ComparedFigure;
  readonly best: string;
  readonly mean: number;
  /** How many, where an arm has more. */
  readonly commonSeeds: number | undefined;
  /** Whether arms are left out that blew up or are no better than guessing. */
  readonly isAmongLearned: boolean;
  /** Those it is not shown to differ from; `undefined` where there are no intervals. */
  readonly rivals: readonly string[] | undefined;
}

/** Arms by what a callback does to one of their figures. */
export interface CallbackFacts {
  readonly callback: string;
  readonly figure: ComparedFigure;
  readonly better: readonly string[];
  readonly worse: readonly string[];
  readonly notShown: readonly string[];
}

/** What the runs have in common; `undefined` where they differ in it, or do not tell it. */
export interface SetupFacts {
  /** Input first. */
  readonly units: readonly number[];
  readonly validationExamples: number | undefined;
  readonly testExamples: number | undefined;
}

/** Member-images a second of the runs on one adapter. */
export interface SpeedFacts {
  readonly adapter: string;
  readonly low: number;
  readonly high: number;
}

export interface CourseFacts {
  readonly name: string;
  readonly firstAccuracy: number;
  readonly lastAccuracy: number;
  readonly epochs: number;
  readonly lowestLoss: number;
  readonly lowestEpoch: number;
  readonly lastLoss: number;
  readonly lastTrainLoss: number | null;
  /** By how much the validation loss moves from epoch to epoch from `lateEpoch` on; `null` of too few epochs. */
  readonly step: number | null;
  readonly lateEpoch: number;
}

export interface RestlessFacts {
  readonly most: string;
  readonly mostStep: number;
  readonly calmest: string;
  readonly step: number;
  /** Steps are means from this epoch on. */
  readonly fromEpoch: number;
}

export interface DivergedFacts {
  readonly name: string;
  readonly diverged: number;
  readonly members: number;
}

export interface GoodRatesFacts {
  readonly name: string;
  readonly rates: readonly number[];
  readonly best: number;
  readonly bestLoss: number;
  readonly epochs: number;
}

export interface LowRatesFacts {
  readonly name: string;
  readonly rates: readonly number[];
  readonly lowest: number;
  readonly finalLoss: number | null;
  /** By how much the training loss fell in the last epoch. */
  readonly lastFall: number | null;
  readonly bestLastFall: number | null;
  readonly epochs: number;
}

export interface HighRatesFacts {
  readonly name: string;
  readonly rates: readonly number[];
  readonly highest: number | null;
  readonly finalLoss: number | null;
  readonly worseThanGuessing: readonly number[];
  readonly diverged: readonly number[];
}

export interface PlateauRuleFacts {
  readonly monitor: string;
  readonly minDelta: number;
  readonly patience: number;
  readonly factor: number;
  readonly cooldown: number;
  readonly minLearningRate: number;
}

export interface ReductionsFacts {
  readonly name: string;
  /** Means over the members. */
  readonly reductions: number;
  readonly members: number;
  readonly firstEpoch: number | null;
  readonly from: number;
  readonly to: number;
}

export interface PlateauFindingFacts {
  /** The mean over the members with the callback. */
  readonly reductions: number;
  readonly differences: readonly {
    readonly figure: ComparedFigure;
    /** With the callback minus without; the mean over several pairs. */
    readonly by: number | null;
    readonly outcome: 'higher' | 'lower' | 'not-shown' | 'mixed' | 'no-interval';
  }[];
}

export interface LateStepsFacts {
  readonly name: string;
  readonly fromEpoch: number;
  readonly withIt: number;
  readonly without: number;
  /** Whether a rate was reduced before, and the loss then moved less and ended lower with it. */
  readonly settles: boolean;
}

export interface StoppingRuleFacts {
  readonly monitor: string;
  readonly minDelta: number;
  readonly patience: number;
  readonly startFromEpoch: number;
  readonly restoresBest: boolean;
  readonly heldOutExamples: number;
}

export interface StopsFacts {
  readonly name: string;
  readonly stopped: number;
  /** Those that ended by themselves, at the last epoch or before. */
  readonly members: number;
  /** Those that diverged or were stopped by hand. */
  readonly others: number;
  readonly epochs: number;
  readonly meanEpoch: number | null;
  readonly restoredEpoch: number | null;
  readonly savedShare: number;
}

export interface StoppingFindingFacts {
  readonly stopped: number;
  readonly members: number;
  readonly epochs: number;
  readonly savedShare: number;
}

export interface WorstFacts {
  readonly name: string;
  readonly hardest: string;
  readonly f1: number;
  readonly label: string;
  readonly predicted: string;
  readonly count: number;
  /** Test examples of the confused class, over all seeds. */
  readonly support: number;
  readonly seeds: number;
}

/** A normalization and the class with its lowest F1. */
export interface HardestFacts {
  readonly normalization: string;
  readonly name: string;
  readonly f1: number;
}

export interface MistakeFacts {
  readonly example: number;
  readonly label: string;
  readonly predicted: string;
  readonly confidence: number;
}

/** A run that is about to be made. */
export interface PlannedRun {
  readonly members: number;
  /** How many of them train at once: all, some, or one. */
  readonly atOnce: number;
  /** That all members are trained on. */
  readonly images: number;
  /** Some may stop before the last of them. */
  readonly mayBeFewer: boolean;
  /** How long training takes at the last run's speed; `undefined` before any run. */
  readonly seconds: number | undefined;
}
