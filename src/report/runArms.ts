import type { Normalization } from '../kernels/normalization';
import { type Arm, armLabel, groupByArm } from '../training/arms';
import type { RunReport } from '../training/report';
import type { Words } from './language';
import type { LinePoint, SeriesLook } from './model';

export type ReportMember = RunReport['members'][number];
export type ReportRecord = ReportMember['history'][number];

/** Members that differ in their seeds alone. */
export interface ArmGroup {
  readonly arm: Arm;
  readonly members: readonly ReportMember[];
}

/** Keras's default for Adam, and the notebook's. */
const USUAL_LEARNING_RATE = 0.001;

/**
 * One arm a normalization, comparable with each other: those with the usual learning rate, or the run's first where it
 * has not got that, and without callbacks where there are members without.
 */
export function mainArms(run: RunReport): readonly ArmGroup[] {
  const mainRate = mainLearningRate(run);
  const byNormalization = new Map<Normalization, ArmGroup>();
  for (const group of groupByArm(run.members)) {
    const { normalization, learningRate } = group.arm;
    const known = byNormalization.get(normalization);
    if (learningRate === mainRate && (known === undefined || countCallbacks(group.arm) < countCallbacks(known.arm))) {
      byNormalization.set(normalization, group);
    }
  }
  return [...byNormalization.values()];
}

export function mainLearningRate({ config: { learningRates } }: RunReport): number | undefined {
  return learningRates.includes(USUAL_LEARNING_RATE) ? USUAL_LEARNING_RATE : learningRates[0];
}

function countCallbacks({ reduceLrOnPlateau, earlyStopping }: Arm): number {
  return Number(reduceLrOnPlateau) + Number(earlyStopping);
}

const SEPARATOR = ' · ';

/** What `armLabel` says, in the report's language. */
export function labelOf(arm: Arm, config: RunReport['config'], words: Words): string {
  const parts: string[] = [arm.normalization];
  if (config.learningRates.length > 1) {
    parts.push(words.numbers.learningRate(arm.learningRate));
  }
  if (config.reduceLrOnPlateau === 'compare') {
    parts.push(arm.reduceLrOnPlateau ? 'ReduceLROnPlateau' : words.constantRate);
  }
  if (config.earlyStopping === 'compare') {
    parts.push(arm.earlyStopping ? 'EarlyStopping' : words.allEpochs);
  }
  return parts.join(SEPARATOR);
}

/** What two labels have in common at their beginning, and what tells them apart. */
export function distinguish(
  first: string,
  second: string,
): { readonly shared: string; readonly first: string; readonly second: string } {
  const [firstParts, secondParts] = [first.split(SEPARATOR), second.split(SEPARATOR)];
  const differing = firstParts.findIndex((part, index) => part !== secondParts[index]);
  return differing <= 0
    ? { shared: '', first, second }
    : {
        shared: firstParts.slice(0, differing).join(SEPARATOR),
        first: firstParts.slice(differing).join(SEPARATOR),
        second: secondParts.slice(differing).join(SEPARATOR),
      };
}

/** What is left of the label of an arm that was compared with one that has a callback. */
export function labelWithoutCallbacks(label: string, words: Words): string {
  return label
    .split(SEPARATOR)
    .filter((part) => part !== words.constantRate && part !== words.allEpochs)
    .join(SEPARATOR);
}

/** What a label says beside the normalization; empty where that is all. */
export function conditionIn(label: string): string {
  return label.split(SEPARATOR).slice(1).join(SEPARATOR);
}

/** Turns the names of compared arms, which are English labels, into those of the report's language. */
export function translateLabels({ members, config }: RunReport, words: Words): (label: string) => string {
  const labels = new Map(
    groupByArm(members).map(({ arm }) => [armLabel(arm, config), labelOf(arm, config, words)] as const),
  );
  return (label) => labels.get(label) ?? label;
}

/** Solid with the normalization's colour and symbol. */
export function lookOf({ normalization }: Pick<Arm, 'normalization'>, isDashed = false): SeriesLook {
  return { normalization, isDashed };
}

/** A value of each member by epoch, as a mean with the range of its members; values that are not finite are left out. */
export function curveOf(
  members: readonly ReportMember[],
  figureOf: (record: ReportRecord) => number | null | undefined,
): readonly LinePoint[] {
  return meanCurve(
    members.flatMap(({ history }) => history.map((record) => ({ x: record.epoch, y: figureOf(record) }))),
  );
}

/** Points of several members by x, in its order. */
export function meanCurve(
  points: readonly { readonly x: number; readonly y: number | null | undefined }[],
): readonly LinePoint[] {
  const valuesByX = new Map<number, number[]>();
  for (const { x, y } of points) {
    if (isFigure(y)) {
      valuesByX.set(x, [...(valuesByX.get(x) ?? []), y]);
    }
  }
  return [...valuesByX]
    .toSorted(([a], [b]) => a - b)
    .map(([x, values]) => ({ x, y: meanOf(values) as number, low: Math.min(...values), high: Math.max(...values) }));
}

export function isFigure(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** Of those that are figures; `undefined` where none is. */
export function meanOf(values: readonly (number | null | undefined)[]): number | undefined {
  const figures = values.filter(isFigure);
  return figures.length > 0 ? figures.reduce((sum, value) => sum + value, 0) / figures.length : undefined;
}

/** The first epoch of the second half, where curves no longer fall steeply. */
export function firstLateEpoch(epochs: number): number {
  return Math.floor(epochs / 2) + 1;
}

/**
 * By how much a member's curve moves from one epoch to the next, on average over its second half; `undefined` where
 * that has fewer than two epochs.
 */
export function lateStep(member: ReportMember, figureOf: (record: ReportRecord) => number | null): number | undefined {
  const { history } = member;
  const values = history.slice(firstLateEpoch(history.length) - 1).map(figureOf);
  return meanOf(
    values.slice(1).map((value, index) => {
      const before = values[index];
      return isFigure(value) && isFigure(before) ? Math.abs(value - before) : undefined;
    }),
  );
}
