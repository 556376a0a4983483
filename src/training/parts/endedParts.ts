import type { Split } from '../../data/dataset';
import { addCounts } from '../../gpu/counters';
import { armKey } from '../../run/arms';
import type {
  EndedMember,
  EndedParts,
  MemberState,
  MembersReached,
  TrainingWork,
} from '../../run/checkpoint/checkpoint';
import type { Member } from '../../run/members';
import type { TrainOptions } from '../../run/options';
import { orderForParts } from '../../run/partOrder';
import type { TrainLoopResult } from '../loop/loopContract';
import { describeTest, findMistakes } from '../testResults';

/** A part as it ended: of its predictions, which are large, only what a run file tells. */
export interface EndedPart {
  /** In the part's order. */
  readonly members: readonly Member[];
  readonly result: TrainLoopResult;
  readonly test: Split;
  /** How many groups of members went through each step one after another. */
  readonly groups: number;
  readonly allocatedBytes: number;
}

/** What there is of the parts before and one more. */
export function addEnded(before: EndedParts, part: EndedPart): EndedParts {
  const { result, members, test } = part;
  const tests = members.map((_, place) => result.test?.[place] ?? null);
  const known = new Set(before.mistakes.map(armKey));
  const ended = members.map((_, place): EndedMember => {
    const tested = tests[place] ?? null;
    return {
      status: result.statuses[place] as EndedMember['status'],
      history: [...(result.histories[place] ?? [])],
      diagnostics: (result.diagnostics[place] ?? []).map((entry) => ({ ...entry, layers: [...entry.layers] })),
      trainedImages: result.trainedImages[place] ?? 0,
      restoredEpoch: result.restoredEpochs[place] ?? null,
      test: tested === null ? null : describeTest(tested, test),
    };
  });
  return {
    ...addWork(before, { ...result, calls: result.trainingCalls }),
    parts: before.parts + part.groups,
    members: [...before.members, ...ended],
    mistakes: [...before.mistakes, ...findMistakes(members, tests, test).filter((entry) => !known.has(armKey(entry)))],
    allocatedBytes: Math.max(before.allocatedBytes, part.allocatedBytes),
  };
}

/** With what training took in both. */
export function addWork<T extends TrainingWork>(before: T, more: TrainingWork): T {
  return {
    ...before,
    trainedSteps: before.trainedSteps + more.trainedSteps,
    calls: addCounts(before.calls, more.calls),
    trainMs: before.trainMs + more.trainMs,
    evaluateMs: before.evaluateMs + more.evaluateMs,
    diagnoseMs: before.diagnoseMs + more.diagnoseMs,
  };
}

/**
 * All members of a run as they are, by their places in it, when nothing more comes of any: those that have ended, those
 * under way, and those that it did not come to.
 */
export function membersAsTheyAre(
  members: readonly Member[],
  { ended, underWay }: MembersReached,
  options: Pick<TrainOptions, 'epochs'>,
): EndedMember[] {
  const left = underWay.flatMap(({ loop }) => loop.members.map((state) => leaveMember(state, options)));
  const inOrder = [...ended.members, ...left];
  const placed = members.map(() => UNTOUCHED);
  orderForParts(members).forEach((index, place) => {
    placed[index] = inOrder[place] ?? UNTOUCHED;
  });
  return placed;
}

const UNTOUCHED: EndedMember = {
  status: 'stopped',
  history: [],
  diagnostics: [],
  trainedImages: 0,
  restoredEpoch: null,
  test: null,
};

function leaveMember(
  { status, history, diagnostics, trainedImages }: MemberState,
  { epochs }: Pick<TrainOptions, 'epochs'>,
): EndedMember {
  const ended = history.length === epochs ? 'finished' : 'stopped';
  return { ...UNTOUCHED, status: status === 'training' ? ended : status, history, diagnostics, trainedImages };
}
