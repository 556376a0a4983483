import type { Chart, SeriesLook } from '../charts/model';
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

export interface LegendEntry {
  readonly look: SeriesLook;
  readonly label: string;
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
