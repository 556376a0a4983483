import type { Normalization } from '../data/normalization';
import type { CurvePoint } from '../run/curves';
import type { Language } from '../words';

/** A report as data: what is said, drawn and tabulated, in one language, before any markup. */
export interface Report {
  readonly language: Language;
  readonly title: string;
  /** What was trained, when and on what, in one line a run. */
  readonly runs: readonly string[];
  readonly summary: Summary;
  /** What stands before the commands of a section. */
  readonly commandsLabel: string;
  readonly sections: readonly Section[];
}

/** Every question with its finding: the contents of the report as well. */
export interface Summary {
  readonly heading: string;
  /** What the reader must know before any figure, such as a software adapter. */
  readonly notices: readonly string[];
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly sectionId: string;
  readonly question: string;
  readonly text: string;
  /** Whether the runs have it, or the text says that they have not. */
  readonly isAnswered: boolean;
}

/** One question with its answer. */
export interface Section {
  /** Unique in the report; an address within it. */
  readonly id: string;
  readonly question: string;
  /** The answer in one sentence, for the summary; `undefined` where the runs do not answer. */
  readonly finding: string | undefined;
  /** Paragraphs. */
  readonly answer: readonly string[];
  /** Which run it is from, where there are several. */
  readonly source: string | undefined;
  /** What to run for an answer, or for a better one. */
  readonly commands: readonly string[];
  readonly blocks: readonly Block[];
}

export type Block = ChartsBlock | TableBlock | PicturesBlock;

/** Charts side by side that share a legend. */
export interface ChartsBlock {
  readonly kind: 'charts';
  readonly heading: string;
  readonly legend: readonly LegendEntry[];
  readonly charts: readonly Chart[];
  /** How to read them. */
  readonly caption: string;
}

/** How a series is told from the others: colour is never the only sign. */
export interface SeriesLook {
  readonly normalization: Normalization;
  readonly isDashed: boolean;
}

export interface LegendEntry {
  readonly look: SeriesLook;
  readonly label: string;
}

export type Chart = LineChartModel | IntervalChartModel;

interface ChartNames {
  /** Unique in the report. */
  readonly id: string;
  readonly title: string;
  /** The chart in words, for those who do not see it. */
  readonly description: string;
}

export interface LineChartModel extends ChartNames {
  readonly kind: 'lines';
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly LineSeries[];
  readonly guides: readonly Guide[];
  readonly marks: readonly Mark[];
  /** Stretches of the x axis, in order, each with its name; empty for none. */
  readonly zones: readonly Zone[];
}

export interface Axis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  readonly domain: Domain;
  /** Chosen by the scale where it is left out. */
  readonly ticks?: readonly number[];
  readonly format: (value: number) => string;
}

export type Domain = readonly [low: number, high: number];

export interface LineSeries {
  readonly look: SeriesLook;
  /** `step` holds each value up to the next point's x. */
  readonly shape: 'line' | 'step';
  /** Thin lines are secondary: training beside validation, single members beside their mean. */
  readonly weight: 'bold' | 'thin';
  /** Where the sign of its normalization stands: at each point, unless there are too many, or at the last one. */
  readonly signs: 'points' | 'end' | 'none';
  readonly points: readonly CurvePoint[];
}

/** A horizontal line to compare with. */
export interface Guide {
  readonly y: number;
  readonly label: string;
}

/** Something that happened at a point: `cross` that a member diverged, `ring` an epoch that was restored,
 * `beyond` a value that lies beyond the axis. */
export interface Mark {
  readonly symbol: 'cross' | 'ring' | 'beyond';
  readonly look: SeriesLook;
  readonly x: number;
  readonly y: number;
}

export interface Zone {
  readonly kind: 'low' | 'good' | 'high';
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A dot a row, with its interval where there is one. */
export interface IntervalChartModel extends ChartNames {
  readonly kind: 'intervals';
  readonly x: Axis;
  readonly rows: readonly IntervalRow[];
  /** Whether a line marks zero, where the two of a difference are equal. */
  readonly hasZero: boolean;
}

export interface IntervalRow {
  readonly label: string;
  readonly look: SeriesLook | undefined;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly caption: string;
  /** The first column names the rows. */
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  readonly note: string | undefined;
}

export interface Column {
  readonly label: string;
  readonly isNumeric: boolean;
}

export interface TableRow {
  readonly look: SeriesLook | undefined;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly text: string;
  /** How strongly the cell is shaded, 0…1, and whether it is on the diagonal of a matrix. */
  readonly heat?: { readonly strength: number; readonly isDiagonal: boolean };
}

export interface PicturesBlock {
  readonly kind: 'pictures';
  readonly look: SeriesLook;
  readonly heading: string;
  readonly pictures: readonly Picture[];
}

export interface Picture {
  /** A data URL. */
  readonly source: string;
  readonly alternative: string;
  readonly lines: readonly string[];
}
