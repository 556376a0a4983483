import { epochAxis, extentsOf, linearAxis, logAxis } from '../../charts/axes';
import type { Axis, LineChartModel } from '../../charts/model';
import type { Normalization } from '../../data/normalization';
import { chooseDiagnosedRun } from '../../run/chooseRun';
import { isFigure, meanCurve, meanOf } from '../../run/curves';
import { type ArmGroup, mainArms } from '../../run/mainArms';
import { GUESSING_LOSS } from '../../run/network';
import type { RunFile, RunMember } from '../../run/runFile';
import type { Words } from '../../words';
import { NO_FIGURE } from '../../words/numbers';
import { COMMANDS } from '../commands';
import type { Block } from '../model';
import { lookOf } from '../runArms';
import { mainArmsSourceOf, normalizationLegend, type SectionBuilder, unanswered } from './sectionBuilder';

const ID = 'why';

type Snapshot = RunMember['diagnostics'][number];

/** Means over the seeds of one normalization at one epoch; `undefined` where no seed has a figure. */
interface Inside {
  readonly loss: number | undefined;
  /** Of the first layer, as the two below. */
  readonly std: number | undefined;
  readonly deadShare: number | undefined;
  /** By layer, the output layer last. */
  readonly gradientNorms: readonly (number | undefined)[];
}

interface Row {
  readonly group: ArmGroup;
  readonly before: Inside;
  readonly after: Inside;
}

/** A spread more than this many times that of the reference is called wide. */
const WIDE = 3;

/** Spreads less than this many times apart are called about the same. */
const ALIKE = 2;

/** What the others are compared with: the first of these that the run has. */
const REFERENCES: readonly Normalization[] = ['standardize', 'pixel-standardize', 'scale-center', 'scale'];

/** Why normalize: what the first layer does with the inputs, before training and after. */
export const buildWhy: SectionBuilder = (runs, words) => {
  const run = chooseDiagnosedRun(runs);
  if (run === undefined) {
    return unanswered(ID, words.why, COMMANDS.diagnostics);
  }
  const groups = mainArms(run).filter(({ members }) => members.some(({ diagnostics }) => diagnostics.length > 0));
  const rows = groups.map((group) => ({
    group,
    before: insideAt(group, firstEpoch),
    after: insideAt(group, lastEpoch),
  }));
  const reference = referenceOf(rows);
  return {
    id: ID,
    question: words.why.question,
    finding: reference === undefined ? words.why.single : findingOf(rows, reference, words),
    answer: [...(reference === undefined ? [words.why.single] : explain(rows, reference, words))],
    source: mainArmsSourceOf(run, runs, words),
    commands: [],
    blocks: blocksOf(rows, run, words),
  };
};

const firstEpoch = (member: RunMember) => member.diagnostics[0];
const lastEpoch = (member: RunMember) => member.diagnostics.at(-1);

function insideAt({ members }: ArmGroup, pick: (member: RunMember) => Snapshot | undefined): Inside {
  const snapshots = members.map(pick).filter((snapshot) => snapshot !== undefined);
  const firstLayers = snapshots.map(({ layers }) => layers[0]);
  const layerCount = Math.max(0, ...snapshots.map(({ layers }) => layers.length));
  return {
    loss: meanOf(snapshots.map(({ loss }) => loss)),
    std: meanOf(firstLayers.map((layer) => layer?.preActivationStd)),
    deadShare: meanOf(firstLayers.map((layer) => layer?.deadShare)),
    gradientNorms: Array.from({ length: layerCount }, (_, index) =>
      meanOf(snapshots.map(({ layers }) => layers[index]?.gradientNorm)),
    ),
  };
}

/** `undefined` where there is nothing to compare with, or nothing else to compare. */
function referenceOf(rows: readonly Row[]): Row | undefined {
  return rows.length < 2
    ? undefined
    : REFERENCES.map((name) => rows.find(({ group }) => group.arm.normalization === name)).find(
        (row) => row !== undefined && isFigure(row.before.std) && row.before.std > 0,
      );
}

/** How many times as wide as the reference's a row's first pre-activations spread before training. */
function widthOf(row: Row, reference: Row): number {
  return (row.before.std ?? Number.NaN) / (reference.before.std as number);
}

function findingOf(rows: readonly Row[], reference: Row, words: Words): string {
  const others = rows.filter((row) => row !== reference && isFigure(widthOf(row, reference)));
  const [widest] = others.toSorted((a, b) => widthOf(b, reference) - widthOf(a, reference));
  if (widest === undefined) {
    return words.why.single;
  }
  const referenceName = reference.group.arm.normalization;
  return widthOf(widest, reference) > WIDE
    ? words.why.finding({
        name: widest.group.arm.normalization,
        reference: referenceName,
        times: widthOf(widest, reference),
        loss: widest.before.loss ?? null,
        referenceLoss: reference.before.loss ?? null,
      })
    : words.why.findingAlike(referenceName, WIDE);
}

function explain(rows: readonly Row[], reference: Row, words: Words): readonly string[] {
  const others = rows.filter((row) => row !== reference && isFigure(widthOf(row, reference)));
  const wide = others.filter((row) => widthOf(row, reference) > WIDE);
  const alike = others.filter((row) => !wide.includes(row));
  const referenceName = reference.group.arm.normalization;
  const stds = alike.map(({ before }) => before.std as number);
  return [
    ...(wide.length === 0 ? [] : [words.why.background]),
    ...wide.map((row) => sayWide(row, reference, words)),
    ...(alike.length === 0
      ? []
      : [
          words.why.alike({
            names: alike.map(({ group }) => group.arm.normalization),
            reference: referenceName,
            referenceStd: reference.before.std as number,
            low: Math.min(...stds),
            high: Math.max(...stds),
          }),
        ]),
    ...sayCentred(wide, words),
    ...sayDead(rows, words),
  ];
}

function sayWide({ group, before }: Row, reference: Row, words: Words): string {
  const [gradient] = before.gradientNorms;
  const [referenceGradient] = reference.before.gradientNorms;
  return words.why.wide({
    name: group.arm.normalization,
    reference: reference.group.arm.normalization,
    std: before.std as number,
    referenceStd: reference.before.std as number,
    loss: before.loss ?? null,
    referenceLoss: reference.before.loss ?? null,
    gradientTimes:
      isFigure(gradient) && isFigure(referenceGradient) && referenceGradient > 0 ? gradient / referenceGradient : null,
  });
}

function sayCentred(wide: readonly Row[], words: Words): readonly string[] {
  const spreadOf = (name: Normalization) => wide.find(({ group }) => group.arm.normalization === name)?.before.std;
  const [std, rawStd] = [spreadOf('center'), spreadOf('raw')];
  const isAlike = std !== undefined && rawStd !== undefined && std < ALIKE * rawStd && rawStd < ALIKE * std;
  return isAlike ? [words.why.centred(std, rawStd)] : [];
}

function sayDead(rows: readonly Row[], words: Words): readonly string[] {
  const shares = rows.flatMap(({ group, after }) =>
    after.deadShare === undefined ? [] : [{ name: group.arm.normalization, share: after.deadShare }],
  );
  return shares.length === 0 ? [] : [words.why.dead(shares)];
}

function blocksOf(rows: readonly Row[], run: RunFile, words: Words): readonly Block[] {
  const groups = rows.map(({ group }) => group);
  return [
    {
      kind: 'charts',
      heading: words.why.charts,
      legend: normalizationLegend(groups, words),
      charts: [
        insideChart('std', groups, (snapshot) => snapshot.layers[0]?.preActivationStd, run, words),
        insideChart('loss', groups, (snapshot) => snapshot.loss, run, words),
        insideChart('gradientNorm', groups, (snapshot) => snapshot.layers[0]?.gradientNorm, run, words),
        insideChart('deadShare', groups, (snapshot) => snapshot.layers[0]?.deadShare, run, words),
      ],
      caption: words.why.caption(run.config.seeds),
    },
    firstLayerTable(rows, run, words),
    gradientTable(rows, run, words),
  ];
}

type Quantity = 'std' | 'loss' | 'gradientNorm' | 'deadShare';

function insideChart(
  quantity: Quantity,
  groups: readonly ArmGroup[],
  figureOf: (snapshot: Snapshot) => number | null | undefined,
  run: RunFile,
  words: Words,
): LineChartModel {
  const curves = groups.map(({ arm, members }) => ({
    arm,
    points: meanCurve(
      members.map(({ status, diagnostics }) => ({
        points: diagnostics.map((snapshot) => ({ x: snapshot.epoch, y: figureOf(snapshot) })),
        hasStopped: status === 'stopped-early',
      })),
    ).filter(({ y }) => quantity === 'deadShare' || y > 0),
  }));
  const y = insideAxis(quantity, extentsOf(curves.map(({ points }) => points)), words);
  return {
    kind: 'lines',
    id: `${ID}-${quantity}`,
    title: words.why.chartTitles[quantity],
    description: words.describe.lines(
      curves.map(({ arm, points }) => ({ label: arm.normalization, points })),
      y.format,
    ),
    x: epochAxis(0, run.config.epochs, words),
    y,
    series: curves.map(({ arm, points }) => ({
      look: lookOf(arm),
      shape: 'line',
      weight: 'bold',
      signs: 'points',
      points,
    })),
    guides: quantity === 'loss' ? [{ y: GUESSING_LOSS, label: words.guessing }] : [],
    marks: [],
    zones: [],
  };
}

function insideAxis(quantity: Quantity, values: readonly number[], words: Words): Axis {
  const { axes, numbers } = words;
  switch (quantity) {
    case 'std':
      return logAxis(axes.std, values, numbers.tick);
    case 'loss':
      return logAxis(axes.loss, [...values, GUESSING_LOSS], numbers.tick);
    case 'gradientNorm':
      return logAxis(axes.gradientNorm, values, numbers.tick);
    case 'deadShare':
      return linearAxis(axes.deadShare, [0, ...values], numbers.tickPercent, { bounds: [0, 1] });
  }
}

function firstLayerTable(rows: readonly Row[], run: RunFile, words: Words): Block {
  const { numbers, table, why } = words;
  const figure = (value: number | undefined) => (value === undefined ? NO_FIGURE : numbers.figure(value));
  const percent = (value: number | undefined) => (value === undefined ? NO_FIGURE : numbers.percent(value));
  return {
    kind: 'table',
    caption: why.firstLayerCaption,
    columns: [
      { label: table.normalization, isNumeric: false },
      ...[why.stdBefore, why.stdAfter, why.lossBefore, why.lossAfter, why.deadBefore, why.deadAfter].map((label) => ({
        label,
        isNumeric: true,
      })),
    ],
    rows: rows.map(({ group, before, after }) => ({
      look: lookOf(group.arm),
      cells: [
        group.arm.normalization,
        figure(before.std),
        figure(after.std),
        figure(before.loss),
        figure(after.loss),
        percent(before.deadShare),
        percent(after.deadShare),
      ].map((text) => ({ text })),
    })),
    note: words.meansNote(run.config.seeds),
  };
}

function gradientTable(rows: readonly Row[], run: RunFile, words: Words): Block {
  const layerCount = Math.max(0, ...rows.map(({ before }) => before.gradientNorms.length));
  const layers = Array.from({ length: layerCount }, (_, index) => index);
  return {
    kind: 'table',
    caption: words.why.gradientCaption,
    columns: [
      { label: words.table.normalization, isNumeric: false },
      ...layers.flatMap((index) => [
        { label: words.why.gradientBefore(index + 1), isNumeric: true },
        { label: words.why.gradientAfter(index + 1), isNumeric: true },
      ]),
    ],
    rows: rows.map(({ group, before, after }) => ({
      look: lookOf(group.arm),
      cells: [
        group.arm.normalization,
        ...layers.flatMap((index) =>
          [before.gradientNorms[index], after.gradientNorms[index]].map((value) =>
            value === undefined ? NO_FIGURE : words.numbers.figure(value),
          ),
        ),
      ].map((text) => ({ text })),
    })),
    note: words.meansNote(run.config.seeds),
  };
}
