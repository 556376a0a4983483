import { bestEpochOf } from '../bestEpoch';
import { expandMembers } from '../members';
import { CLASSES } from '../network';
import { countMembers } from '../options';
import type { RunMember, StoredRun } from '../runFile';
import { findBadCallback } from './callbackChecks';
import { firstProblem, isSame, type Problem } from './problem';

/** Members that are not those of the config, and figures of one member that cannot be together. */
export function findBadMember(run: StoredRun): Problem {
  const { config, members } = run;
  if (members.length === 0) {
    return 'members is []; there must be at least one';
  }
  return (
    firstProblem(members.entries(), ([index, member]) => {
      const path = `members.${index}`;
      return (
        findBadHistory(member, config, path) ??
        findBadBestEpoch(member, path) ??
        findBadDiagnostics(member, config, path) ??
        findBadConfusion(member, path)
      );
    }) ??
    findStranger(run) ??
    findOtherTest(members) ??
    firstProblem(members.entries(), ([index, member]) => findBadCallback(member, config, `members.${index}`))
  );
}

const IDENTITY = ['normalization', 'seed', 'learningRate', 'reduceLrOnPlateau', 'earlyStopping'] as const;

/** A run has the members that its config gives, in their order. */
function findStranger({ config, members }: StoredRun): Problem {
  // Counted first: a config may give more members than there is memory for.
  if (members.length !== countMembers(config)) {
    return `members has ${members.length} entries; config gives ${countMembers(config)}`;
  }
  const expected = expandMembers(config);
  return firstProblem(members.entries(), ([index, member]) => {
    const key = IDENTITY.find((one) => member[one] !== expected[index]?.[one]);
    return key === undefined
      ? undefined
      : `members.${index}.${key} is ${JSON.stringify(member[key])}; it must be ${JSON.stringify(expected[index]?.[key])}, which config gives`;
  });
}

function findBadHistory(
  { history }: RunMember,
  { epochs, heldOutExamples }: StoredRun['config'],
  path: string,
): Problem {
  if (history.length > epochs) {
    return `${path}.history has ${history.length} epochs; there must be at most config.epochs, which is ${epochs}`;
  }
  return firstProblem(history.entries(), ([place, record]) => {
    const where = `${path}.history.${place}`;
    if (record.epoch !== place + 1) {
      return `${where}.epoch is ${record.epoch}; it must be ${place + 1}, since epochs follow one another from 1`;
    }
    const odd = (['heldOutLoss', 'heldOutAccuracy'] as const).find(
      (key) => (record[key] !== undefined) !== heldOutExamples > 0,
    );
    return odd === undefined
      ? undefined
      : `${where}.${odd} is ${record[odd] === undefined ? 'missing' : record[odd]}; it must be ${heldOutExamples > 0 ? 'there' : 'left out'} where config.heldOutExamples is ${heldOutExamples}`;
  });
}

function findBadBestEpoch({ bestEpoch, history }: RunMember, path: string): Problem {
  const derived = bestEpochOf(history);
  return bestEpoch === derived
    ? undefined
    : `${path}.bestEpoch is ${bestEpoch}; it must be ${derived}, which the validation losses of its history give`;
}

function findBadDiagnostics(
  { diagnostics, history }: RunMember,
  config: Pick<StoredRun['config'], 'diagnostics'>,
  path: string,
): Problem {
  if (config.diagnostics === 'off' && diagnostics.length > 0) {
    return `${path}.diagnostics has ${diagnostics.length} entries; there must be none where config.diagnostics is "off"`;
  }
  const index = diagnostics.findIndex(
    ({ epoch }, place) => epoch > history.length || (place > 0 && epoch <= (diagnostics[place - 1]?.epoch ?? 0)),
  );
  return index === -1
    ? undefined
    : `${path}.diagnostics.${index}.epoch is ${diagnostics[index]?.epoch}; epochs must increase, up to ${history.length}`;
}

/** Summed counts and the accuracy that goes with them may differ by rounding in float32 alone. */
const ACCURACY_TOLERANCE = 1e-5;

function findBadConfusion({ test }: RunMember, path: string): Problem {
  if (test === null) {
    return undefined;
  }
  const { confusion, accuracy } = test;
  const where = `${path}.test.confusion`;
  const shape = `${confusion.length} rows of ${[...new Set(confusion.map((row) => row.length))].join(' or ')} counts`;
  if (confusion.length !== CLASSES || confusion.some((row) => row.length !== CLASSES)) {
    return `${where} has ${shape}; there must be ${CLASSES} rows of ${CLASSES}`;
  }
  const examples = sum(confusion.map(sum));
  const hits = sum(confusion.map((row, label) => row[label] ?? 0));
  if (examples === 0) {
    return `${where} counts no examples; there must be at least one`;
  }
  return accuracy === null || isSame(accuracy, hits / examples, ACCURACY_TOLERANCE)
    ? undefined
    : `${path}.test.accuracy is ${accuracy}; it must be ${hits / examples}, which its confusion matrix gives`;
}

/** All members are tested on the same examples. */
function findOtherTest(members: readonly RunMember[]): Problem {
  const supportsOf = ({ test }: RunMember) => test?.confusion.map(sum);
  const first = members.findIndex(({ test }) => test !== null);
  const expected = members[first] && supportsOf(members[first]);
  return firstProblem(members.entries(), ([index, member]) => {
    const supports = supportsOf(member);
    const label = supports?.findIndex((count, place) => count !== expected?.[place]) ?? -1;
    return label === -1
      ? undefined
      : `members.${index}.test.confusion.${label} counts ${supports?.[label]} examples; it must be ${expected?.[label]}, as in members.${first}, since all are tested on the same`;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
