import { classNamesOf } from '../../data/classNames';
import { chooseTestedRun } from '../../run/chooseRun';
import { type ArmGroup, mainArms } from '../../run/mainArms';
import { type ClassMetrics, type ConfusionMatrix, classMetrics } from '../../run/metrics';
import { mistakesOf } from '../../run/mistakes';
import type { RunFile } from '../../run/runFile';
import type { Words } from '../../words';
import { NO_FIGURE } from '../../words/numbers';
import { COMMANDS } from '../commands';
import type { Block, TableBlock } from '../model';
import { pixelsToPng } from '../pixelsToPng';
import { lookOf } from '../runArms';
import { mainArmsSourceOf, type SectionBuilder, unanswered } from './sectionBuilder';

const ID = 'classes';

/** One normalization's test predictions, summed over its seeds. */
interface Predictions {
  readonly group: ArmGroup;
  readonly seeds: number;
  readonly matrix: ConfusionMatrix;
  readonly metrics: readonly ClassMetrics[];
}

/** What the networks confuse: classes, confusion matrices and the surest mistakes. */
export const buildClasses: SectionBuilder = (runs, words) => {
  const run = chooseTestedRun(runs);
  const predictions = run === undefined ? [] : mainArms(run).flatMap(predictionsOf);
  if (run === undefined || predictions.length === 0) {
    return unanswered(ID, words.classes, COMMANDS.study);
  }
  const names = classNamesOf(run.config.dataset).map(words.className);
  const answers = predictions.map((entry) => sayWorst(entry, names, words));
  return {
    id: ID,
    question: words.classes.question,
    finding: findingOf(predictions, names, words),
    answer: answers,
    source: mainArmsSourceOf(run, runs, words),
    commands: [],
    blocks: [
      ...(predictions.length > 1 ? [f1Table(predictions, names, words)] : []),
      ...predictions.map((entry) => metricsTable(entry, names, words)),
      ...predictions.flatMap((entry) => [
        confusionTable(entry, names, words),
        ...mistakePictures(run, entry, names, words),
      ]),
    ],
  };
};

function predictionsOf(group: ArmGroup): readonly Predictions[] {
  const matrices = group.members.flatMap(({ test }) => (test === null ? [] : [test.confusion]));
  const [first] = matrices;
  if (first === undefined) {
    return [];
  }
  const matrix = first.map((row, label) =>
    row.map((_, predicted) => matrices.reduce((sum, counts) => sum + (counts[label]?.[predicted] ?? 0), 0)),
  );
  return [{ group, seeds: matrices.length, matrix, metrics: classMetrics(matrix) }];
}

interface Confusion {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
}

function mostFrequentConfusion(matrix: ConfusionMatrix): Confusion | undefined {
  return matrix
    .flatMap((row, label) =>
      row.map((count, predicted) => ({ label, predicted, count })).filter(({ predicted }) => predicted !== label),
    )
    .reduce<Confusion | undefined>(
      (most, confusion) => (confusion.count > (most?.count ?? 0) ? confusion : most),
      undefined,
    );
}

function hardestClass(metrics: readonly ClassMetrics[]): { readonly label: number; readonly f1: number } | undefined {
  return metrics
    .flatMap(({ f1 }, label) => (f1 === null ? [] : [{ label, f1 }]))
    .reduce<{ label: number; f1: number } | undefined>(
      (hardest, entry) => (hardest === undefined || entry.f1 < hardest.f1 ? entry : hardest),
      undefined,
    );
}

function findingOf(predictions: readonly Predictions[], names: readonly string[], words: Words): string {
  const hardest = predictions.flatMap(({ group, metrics }) => {
    const found = hardestClass(metrics);
    return found === undefined
      ? []
      : [{ normalization: group.arm.normalization, name: nameOf(names, found.label), f1: found.f1 }];
  });
  return words.classes.finding(hardest);
}

function sayWorst({ group, matrix, metrics, seeds }: Predictions, names: readonly string[], words: Words): string {
  const name = group.arm.normalization;
  const hardest = hardestClass(metrics);
  const confusion = mostFrequentConfusion(matrix);
  if (hardest === undefined || confusion === undefined) {
    return words.classes.noMistakes(name);
  }
  return words.classes.worst({
    name,
    hardest: nameOf(names, hardest.label),
    f1: hardest.f1,
    label: nameOf(names, confusion.label),
    predicted: nameOf(names, confusion.predicted),
    count: confusion.count,
    support: metrics[confusion.label]?.support ?? 0,
    seeds,
  });
}

function nameOf(names: readonly string[], label: number): string {
  return names[label] ?? String(label);
}

function f1Table(predictions: readonly Predictions[], names: readonly string[], words: Words): TableBlock {
  return {
    kind: 'table',
    caption: words.classes.f1Caption,
    columns: [
      { label: words.table.class, isNumeric: false },
      ...predictions.map(({ group }) => ({ label: group.arm.normalization, isNumeric: true })),
    ],
    rows: names.map((name, label) => ({
      look: undefined,
      cells: [name, ...predictions.map(({ metrics }) => shareText(metrics[label]?.f1, words))].map((text) => ({
        text,
      })),
    })),
    note: undefined,
  };
}

function metricsTable({ group, metrics, seeds }: Predictions, names: readonly string[], words: Words): TableBlock {
  const { table } = words;
  return {
    kind: 'table',
    caption: words.classes.metricsCaption(group.arm.normalization, seeds),
    columns: [
      { label: table.class, isNumeric: false },
      ...[table.precision, table.recall, table.f1, table.examples].map((label) => ({ label, isNumeric: true })),
    ],
    rows: metrics.map(({ precision, recall, f1, support }, label) => ({
      look: undefined,
      cells: [
        nameOf(names, label),
        shareText(precision, words),
        shareText(recall, words),
        shareText(f1, words),
        words.numbers.count(support),
      ].map((text) => ({ text })),
    })),
    note: undefined,
  };
}

/** Rows are true classes, columns predicted ones; each cell is shaded by its share of the row. */
function confusionTable({ group, matrix, seeds }: Predictions, names: readonly string[], words: Words): TableBlock {
  return {
    kind: 'table',
    caption: words.classes.confusionCaption(group.arm.normalization, seeds),
    columns: [
      { label: words.table.trueClass, isNumeric: false },
      ...names.map((label) => ({ label, isNumeric: true })),
    ],
    rows: matrix.map((row, label) => {
      const support = row.reduce((sum, count) => sum + count, 0);
      return {
        look: undefined,
        cells: [
          { text: nameOf(names, label) },
          ...row.map((count, predicted) => ({
            text: words.numbers.count(count),
            heat: { strength: support > 0 ? count / support : 0, isDiagonal: predicted === label },
          })),
        ],
      };
    }),
    note: undefined,
  };
}

function mistakePictures(
  run: RunFile,
  { group }: Predictions,
  names: readonly string[],
  words: Words,
): readonly Block[] {
  const own = mistakesOf(run, group.arm);
  if (own === undefined || own.mistakes.length === 0) {
    return [];
  }
  return [
    {
      kind: 'pictures',
      look: lookOf(group.arm),
      heading: words.classes.mistakesHeading(group.arm.normalization, own.seed),
      pictures: own.mistakes.map(({ example, label, predicted, confidence, pixels }) => {
        const facts = { example, label: nameOf(names, label), predicted: nameOf(names, predicted), confidence };
        return {
          source: pixelsToPng(pixels),
          alternative: words.classes.mistakeAlternative(facts),
          lines: words.classes.mistakeLines(facts),
        };
      }),
    },
  ];
}

function shareText(value: number | null | undefined, words: Words): string {
  return value === null || value === undefined ? NO_FIGURE : words.numbers.share(value);
}
