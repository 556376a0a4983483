import type { Normalization } from '../data/normalization';
import type { CurvePoint } from '../run/curves';

/** Charts as data: what is drawn, in words and numbers, before any markup. Page and report draw them with one kit. */
export type Chart = LineChartModel | IntervalChartModel | BarChartModel;

interface ChartNames {
  /** Unique in the document. */
  readonly id: string;
  readonly title: string;
  /** The chart in words, for those who do not see it. */
  readonly description: string;
}

/** Signs are called for what they stand for. */
export type Sign = Normalization;

/** How a series is told from the others: colour is never the only sign. */
export interface SeriesLook {
  /** A CSS colour. */
  readonly color: string;
  /** `undefined` for a plain dot. */
  readonly sign: Sign | undefined;
  /** Of its line, as SVG writes it; `undefined` is a solid line. */
  readonly dash: string | undefined;
  /** Whether its signs are outlines. */
  readonly isHollow?: boolean;
}

/** A look that has a sign. */
export type SignLook = SeriesLook & { readonly sign: Sign };

/** What belongs together can be brought out of the rest. */
export interface Grouped {
  readonly group?: number;
  /** Drawn only while its group is brought out. */
  readonly isMember?: boolean;
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

export interface LineSeries extends Grouped {
  readonly look: SeriesLook;
  /** `step` holds each value up to the next point's x, `pieces` begins anew after each whole x that has points after it, `dots` has no line. */
  readonly shape: 'line' | 'step' | 'pieces' | 'dots';
  /** Thin lines are secondary: training beside validation, single members beside their mean. */
  readonly weight: 'bold' | 'thin';
  /** Where the sign of its look stands: at each point, unless there are too many, or at the last one. */
  readonly signs: 'points' | 'end' | 'none';
  readonly points: readonly CurvePoint[];
  /** Its name at its right end, where colour alone would not tell it. */
  readonly endLabel?: string;
  /** A point in words, for a pointer near it. */
  readonly describe?: (point: CurvePoint) => readonly string[];
}

/** A horizontal line to compare with. */
export interface Guide {
  readonly y: number;
  readonly label: string;
}

/** Something that happened at a point: `cross` that a member diverged, `bar` that it was stopped, `ring` an epoch that
 * was restored, `beyond` a value that lies beyond the axis. */
export interface Mark extends Grouped {
  readonly symbol: 'cross' | 'bar' | 'ring' | 'beyond';
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

/** Bars from a line that all begin at, in groups that have names. */
export interface BarChartModel extends ChartNames {
  readonly kind: 'bars';
  readonly x: Axis;
  /** Where bars begin, within the axis. */
  readonly from: number;
  readonly groups: readonly BarGroup[];
}

export interface BarGroup {
  readonly label: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly look: SeriesLook;
  readonly value: number;
  /** Whose bar it is; above it. */
  readonly name: string;
  /** Its value; at its end. */
  readonly label: string;
}
