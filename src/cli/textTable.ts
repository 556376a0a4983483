/** A table of a command, which fits the terminal. */
export interface TextTable {
  readonly columns: readonly TextColumn[];
  readonly rows: readonly TextRow[];
}

export interface TextColumn {
  readonly head: string;
  readonly isNumber: boolean;
  /** Columns with the highest number go first where there is no room; without one a column is never left out. */
  readonly leaveOut?: number;
}

/** Cells, one a column; a heading of the rows below it; or a note on the row above it. */
export type TextRow = readonly string[] | { readonly heading: string } | { readonly note: string };

const GAP = '  ';

/** How wide a terminal is of which nothing is known, as where the output goes to a file: as wide as the oldest. */
const DEFAULT_WIDTH = 80;

/** Of what the commands print to, in characters: of the terminal, or what `COLUMNS` says. */
export function outputWidth(stream: { readonly columns?: number } = process.stdout, env = process.env): number {
  const asked = Number(env.COLUMNS);
  return stream.columns ?? (asked > 0 ? asked : DEFAULT_WIDTH);
}

/**
 * Lays a table out in lines of at most `width` characters: with all columns, without those that can be left out, or, where
 * that is too wide as well, each row as a block of lines.
 */
export function formatTable({ columns, rows }: TextTable, width: number): string {
  const order = columns.map((_, index) => index);
  const leavable = order
    .filter((index) => columns[index]?.leaveOut !== undefined)
    .toSorted((a, b) => (columns[a]?.leaveOut ?? 0) - (columns[b]?.leaveOut ?? 0));
  const widthOf = (index: number) =>
    Math.max(columns[index]?.head.length ?? 0, ...rows.map((row) => (isCells(row) ? (row[index]?.length ?? 0) : 0)));
  const lineWidth = (kept: ReadonlySet<number>) =>
    [...kept].reduce((sum, index) => sum + widthOf(index), GAP.length * (kept.size - 1));
  const kept = new Set(order.filter((index) => columns[index]?.leaveOut === undefined));
  if (lineWidth(kept) > width) {
    return rows.flatMap((row) => formatBlock(columns, row, width)).join('\n');
  }
  // A wide column may have to go where a narrow one behind it finds room.
  for (const index of leavable) {
    if (lineWidth(new Set([...kept, index])) <= width) {
      kept.add(index);
    }
  }
  const shown = order.filter((index) => kept.has(index));
  const line = (cells: readonly string[]) =>
    shown
      .map((index) => {
        const cell = cells[index] ?? '';
        return columns[index]?.isNumber ? cell.padStart(widthOf(index)) : cell.padEnd(widthOf(index));
      })
      .join(GAP)
      .trimEnd();
  return [
    line(columns.map(({ head }) => head)),
    shown.map((index) => '─'.repeat(widthOf(index))).join(GAP),
    ...rows.flatMap((row) => (isCells(row) ? [line(row)] : formatAside(row, width))),
  ].join('\n');
}

function isCells(row: TextRow): row is readonly string[] {
  return Array.isArray(row);
}

function formatAside(row: Exclude<TextRow, readonly string[]>, width: number): string[] {
  return 'heading' in row ? wrapText(row.heading, width) : wrapText(row.note, width, GAP);
}

/** The first cell, and the others below it, each with its column's head. */
function formatBlock(columns: readonly TextColumn[], row: TextRow, width: number): string[] {
  if (!isCells(row)) {
    return formatAside(row, width);
  }
  const [first = '', ...others] = row;
  const lines = others.flatMap((cell, index) =>
    cell === '' ? [] : wrapText(`${columns[index + 1]?.head}: ${cell}`, width, GAP),
  );
  return [...wrapText(first, width), ...lines];
}

/** Breaks a text between words; a word that is longer than a line stays whole. */
export function wrapText(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(`${indent}${word}`);
    }
  }
  return lines;
}
