import type { TrainingEvent } from '../../run/events';

/** Where a part stands in its run. */
export interface PartPlace {
  /** [members of the part], their indices in the run. */
  readonly indices: readonly number[];
  /** Of the run. */
  readonly memberCount: number;
  /** Members that ended in parts before. */
  readonly membersBefore: number;
  readonly stepsBefore: number;
  /** Of parts after it. */
  readonly stepsAfter: number;
}

type Emit = (event: TrainingEvent) => void;

/** Tells what happens in a part as what happens in the run: members by their places there, and shares of all the work. */
export function emitOfRun(emit: Emit, place: PartPlace): Emit {
  const spread = <T>(ofPart: readonly (T | null)[]) => spreadMembers(ofPart, place);
  const sayProgress = createProgress(place);
  return (event) => {
    switch (event.type) {
      case 'metricsRead':
        return emit({ ...event, members: spread(event.members) });
      case 'diagnosed':
        return emit({ ...event, members: spread(event.members) });
      case 'epochEnded':
        return emit({ ...event, records: spread(event.records) });
      case 'memberDiverged':
      case 'learningRateReduced':
      case 'memberStopped':
      case 'memberTested':
        return emit({ ...event, member: place.indices[event.member] as number });
      case 'progressed':
        return emit(sayProgress(event));
      default:
        return emit(event);
    }
  };
}

/** What there is of a part's members, at their places in the run; `null` at those of others. */
export function spreadMembers<T>(
  ofPart: readonly (T | null)[],
  { indices, memberCount }: Pick<PartPlace, 'indices' | 'memberCount'>,
): (T | null)[] {
  const ofRun = Array<T | null>(memberCount).fill(null);
  indices.forEach((index, at) => {
    ofRun[index] = ofPart[at] ?? null;
  });
  return ofRun;
}

type Progressed = Extract<TrainingEvent, { type: 'progressed' }>;

function createProgress({ indices, memberCount, membersBefore, stepsBefore, stepsAfter }: PartPlace) {
  const membersAfter = memberCount - membersBefore - indices.length;
  /** What the part takes in all, as was last known. */
  let partSeconds: number | undefined;
  return (event: Progressed): Progressed => {
    const { stepsDone, stepsTotal, shareDone, secondsLeft } = event;
    if (secondsLeft !== undefined && shareDone < 1) {
      partSeconds = secondsLeft / (1 - shareDone);
    }
    return {
      ...event,
      stepsDone: stepsBefore + stepsDone,
      stepsTotal: stepsBefore + stepsTotal + stepsAfter,
      shareDone: (membersBefore + shareDone * indices.length) / memberCount,
      secondsLeft:
        membersAfter === 0 || secondsLeft === undefined || partSeconds === undefined
          ? secondsLeft
          : secondsLeft + (partSeconds * membersAfter) / indices.length,
    };
  };
}
