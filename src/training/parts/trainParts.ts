import type { DatasetSplits } from '../../data/dataset';
import { type EndedParts, NOTHING_ENDED, placeOf, type UnderWay } from '../../run/checkpoint/checkpoint';
import type { TrainingEvent } from '../../run/events';
import type { Member } from '../../run/members';
import { examplesPerEpoch, type TrainOptions } from '../../run/options';
import { orderForParts } from '../../run/partOrder';
import type { LoopKeeper, TrainLoopOptions, UnfinishedEpoch } from '../loop/loopContract';
import type { Pace } from '../loop/pace';
import type { RunControl } from '../loop/runControl';
import { RunProgress } from '../loop/runProgress';
import type { Trainee } from '../loop/trainee';
import { trainLoop } from '../loop/trainLoop';
import { addEnded, membersAsTheyAre } from './endedParts';
import { emitOfRun, type PartPlace, spreadMembers } from './partEvents';
import { type Part, queueParts } from './partQueue';
import { retellEnded } from './retellEnded';

/** What of a run its checkpoints say of its members. */
export interface MembersState {
  readonly ended: EndedParts;
  readonly underWay: readonly UnderWay[];
}

export interface PartsOptions {
  readonly members: readonly Member[];
  readonly options: TrainOptions;
  readonly splits: DatasetSplits;
  readonly control: RunControl;
  readonly emit: (event: TrainingEvent) => void;
  /** The most members at once. */
  readonly mostMembers: number;
  /** A trainee of these members, prepared; it is disposed of here. */
  readonly createTrainee: (members: readonly Member[]) => Promise<Trainee>;
  /** Called with each trainee when it has done all that it will do. */
  readonly onTrained: (trainee: Trainee) => void;
  readonly createPace: (trainee: Trainee) => Pace;
  readonly createEvaluationPace: (trainee: Trainee) => Pace;
  readonly tellThroughput: TrainLoopOptions['tellThroughput'];
  readonly onEpochEnd?: TrainLoopOptions['onEpochEnd'];
  readonly resumeFrom: MembersState | undefined;
  /** What that is called, for refusals. */
  readonly resumeName?: string | undefined;
  /** Nothing more is trained: what is under way is tested as it is. */
  readonly isOver: boolean;
  /** Without it, nothing of the run is kept before its end. */
  readonly keeper: PartsKeeper | undefined;
}

/** Keeps a run while it goes. */
export interface PartsKeeper extends Pick<LoopKeeper, 'isDue'> {
  keep(take: () => Promise<MembersState>): Promise<void>;
}

/** Its members are by their places in the run. */
export interface PartsResult extends EndedParts {
  readonly wasStopped: boolean;
  /** [members of the run]; `undefined` where the run ended with a whole epoch. */
  readonly unfinished: UnfinishedEpoch | undefined;
}

/**
 * Trains all members, each part of them to its end before the next, so that no more than one part takes memory. Those
 * that have ended are known by their figures alone.
 * @throws WeftError `bad-checkpoint` where what it goes on from is of other members.
 */
export async function trainParts(options: PartsOptions): Promise<PartsResult> {
  return new PartsRun(options).run();
}

class PartsRun {
  readonly #options: PartsOptions;
  /** Indices of members in the order in which they are trained. */
  readonly #order: readonly number[];
  readonly #stepsPerRun: number;
  #ended: EndedParts;
  #waiting: Part[];
  #unfinished: UnfinishedEpoch | undefined;
  #wasStopped = false;

  constructor(options: PartsOptions) {
    const { members, resumeFrom, mostMembers, options: config } = options;
    this.#options = options;
    this.#order = orderForParts(members);
    this.#ended = resumeFrom?.ended ?? NOTHING_ENDED;
    const left = members.length - this.#ended.members.length;
    this.#waiting = queueParts(left, resumeFrom?.underWay ?? [], mostMembers);
    this.#stepsPerRun = config.epochs * Math.ceil(examplesPerEpoch(config) / config.batchSize);
  }

  async run(): Promise<PartsResult> {
    const { control, resumeFrom, isOver, emit, options } = this.#options;
    if (resumeFrom !== undefined) {
      emit({ type: 'runContinued', ...placeOf(resumeFrom) });
      retellEnded(this.#ended.members, options, emitOfRun(emit, this.#placeOf(0, this.#ended.members.length)));
    }
    const before = this.#ended.parts;
    const partCount = before + this.#waiting.length;
    for (let part = this.#waiting.shift(); part !== undefined; part = this.#waiting.shift()) {
      if (isOver && part.underWay === undefined) {
        this.#waiting.unshift(part);
        break;
      }
      await this.#trainPart(part, partCount);
      if (control.isStopped) {
        break;
      }
    }
    return this.#result(partCount);
  }

  async #trainPart(part: Part, partCount: number): Promise<void> {
    const { emit, control, isOver, keeper, options, splits, members: all } = this.#options;
    const place = this.#placeOf(this.#ended.members.length, part.size);
    if (partCount > 1) {
      emit({ type: 'partStarted', part: partCount - this.#waiting.length, parts: partCount, members: place.indices });
    }
    const members = place.indices.map((index) => all[index] as Member);
    const emitOfPart = emitOfRun(emit, place);
    const trainee = await this.#options.createTrainee(members);
    let isEnded = false;
    try {
      if (part.underWay !== undefined) {
        trainee.restoreState?.(part.underWay.trainee, this.#options.resumeName ?? '');
      }
      const result = await trainLoop({
        trainee,
        options,
        control,
        pace: this.#options.createPace(trainee),
        createEvaluationPace: () => this.#options.createEvaluationPace(trainee),
        progress: new RunProgress(trainee, options.epochs, emitOfPart),
        emit: emitOfPart,
        tellThroughput: this.#options.tellThroughput,
        ...(this.#options.onEpochEnd === undefined ? {} : { onEpochEnd: this.#options.onEpochEnd }),
        resumeFrom: part.underWay?.loop,
        isOver,
        keeper: keeper && this.#keeperOf(keeper, trainee),
      });
      this.#options.onTrained(trainee);
      const memory = { groups: trainee.partCount, allocatedBytes: trainee.allocatedBytes() };
      this.#ended = addEnded(this.#ended, { members, result, test: splits.test, ...memory });
      isEnded = !result.wasStopped;
      this.#wasStopped ||= result.wasStopped;
      this.#unfinished ??= result.unfinished && spreadUnfinished(result.unfinished, place);
    } finally {
      trainee.dispose();
    }
    // What is kept of a stopped part is what it goes on from; behind the last, the run file says more.
    if (isEnded && !isOver && this.#waiting.length > 0) {
      await keeper?.keep(async () => this.#state([]));
    }
  }

  #keeperOf(keeper: PartsKeeper, trainee: Trainee): LoopKeeper | undefined {
    const takeState = trainee.takeState?.bind(trainee);
    return (
      takeState && {
        isDue: (place) => keeper.isDue(place),
        keep: (loop) => keeper.keep(async () => this.#state([{ loop, trainee: await takeState() }])),
      }
    );
  }

  #state(atHand: readonly UnderWay[]): MembersState {
    const waiting = this.#waiting.flatMap(({ underWay }) => underWay ?? []);
    return { ended: this.#ended, underWay: [...atHand, ...waiting] };
  }

  #placeOf(first: number, size: number): PartPlace {
    return {
      indices: this.#order.slice(first, first + size),
      memberCount: this.#order.length,
      membersBefore: first,
      stepsBefore: first === 0 ? 0 : this.#ended.trainedSteps,
      stepsAfter: this.#waiting.length * this.#stepsPerRun,
    };
  }

  #result(partCount: number): PartsResult {
    const { members, options } = this.#options;
    return {
      ...this.#ended,
      members: membersAsTheyAre(members, this.#state([]), options),
      parts: partCount,
      wasStopped: this.#wasStopped || this.#waiting.length > 0,
      unfinished: this.#unfinished,
    };
  }
}

function spreadUnfinished(unfinished: UnfinishedEpoch, place: PartPlace): UnfinishedEpoch {
  return { ...unfinished, totals: spreadMembers(unfinished.totals, place) };
}
