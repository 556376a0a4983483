import { armKey } from '../arms';
import { armOfMistakes } from '../mistakes';
import { CLASSES, FEATURES } from '../network';
import type { RunMember, StoredRun } from '../runFile';
import { firstProblem, type Problem } from './problem';

type Entry = StoredRun['mistakes'][number];

/** Mistakes of members that were not tested, or that their confusion matrices have not got. */
export function findBadMistake({ mistakes, members }: StoredRun): Problem {
  const seen = new Set<string>();
  const tested = new Map(
    members.filter(({ test }) => test !== null).map((member) => [memberKey(member.seed, armKey(member)), member]),
  );
  return firstProblem(mistakes.entries(), ([group, entry]) => {
    const path = `mistakes.${group}`;
    const arm = armOfMistakes(entry, members);
    const key = arm === undefined ? '' : armKey(arm);
    const member = tested.get(memberKey(entry.seed, key));
    if (member === undefined) {
      return `${path} is of ${entry.normalization}, seed ${entry.seed}; it must be of a member that was tested`;
    }
    if (seen.has(key)) {
      return `${path} is of ${entry.normalization}, seed ${entry.seed}; there must be one entry an arm`;
    }
    seen.add(key);
    return (
      firstProblem(entry.mistakes.entries(), ([index, mistake]) =>
        findBadExample(mistake, `${path}.mistakes.${index}`),
      ) ??
      findBadOrder(entry, path) ??
      findUncounted(entry, member, path)
    );
  });
}

function memberKey(seed: number, arm: string): string {
  return `${seed} ${arm}`;
}

function findBadExample({ label, predicted, pixels }: Entry['mistakes'][number], path: string): Problem {
  const wrong = Object.entries({ label, predicted }).find(([, value]) => value >= CLASSES);
  if (wrong !== undefined) {
    return `${path}.${wrong[0]} is ${wrong[1]}; it must be a class from 0 to ${CLASSES - 1}`;
  }
  if (label === predicted) {
    return `${path}.predicted is ${predicted}; it must differ from its label`;
  }
  const bytes = countBytes(pixels);
  return bytes === FEATURES
    ? undefined
    : `${path}.pixels is ${bytes === undefined ? 'not base64' : `${bytes} bytes`}; it must be ${FEATURES} bytes in base64`;
}

function findBadOrder({ mistakes }: Entry, path: string): Problem {
  const place = mistakes.findIndex(({ confidence }, index) => confidence > (mistakes[index - 1]?.confidence ?? 1));
  if (place !== -1) {
    return `${path}.mistakes.${place}.confidence is ${mistakes[place]?.confidence}; it must be at most that before it, since the surest come first`;
  }
  const seen = new Set<number>();
  const twice = mistakes.findIndex(({ example }) => seen.size === seen.add(example).size);
  return twice === -1
    ? undefined
    : `${path}.mistakes.${twice}.example is ${mistakes[twice]?.example}; it must not be there twice`;
}

/** There are at least as many in the member's confusion matrix. */
function findUncounted({ mistakes }: Entry, { test }: RunMember, path: string): Problem {
  const examples = test?.confusion.flat().reduce((sum, count) => sum + count, 0) ?? 0;
  const listed = new Map<string, number>();
  return firstProblem(mistakes.entries(), ([index, { example, label, predicted }]) => {
    if (example >= examples) {
      return `${path}.mistakes.${index}.example is ${example}; it must be below ${examples}, the number of test examples`;
    }
    const kind = `${label} ${predicted}`;
    const soFar = (listed.get(kind) ?? 0) + 1;
    listed.set(kind, soFar);
    const counted = test?.confusion[label]?.[predicted] ?? 0;
    return soFar <= counted
      ? undefined
      : `${path}.mistakes.${index} takes class ${label} for ${predicted}; the member's confusion matrix counts ${counted} of these`;
  });
}

function countBytes(base64: string): number | undefined {
  try {
    return atob(base64).length;
  } catch {
    return undefined;
  }
}
