import type { Words } from '../../words';
import { formatTable, outputWidth, type TextColumn } from '../textTable';
import type { SoakFile, SoakVerdict } from './soakFile';

/** Whether the run ended by itself, and nothing grew. */
export function isSteady({ status, verdicts }: Pick<SoakFile, 'status' | 'verdicts'>): boolean {
  return status === 'finished' && verdicts.length > 0 && verdicts.every(({ isFlat }) => isFlat);
}

/**
 * A row for each thing that was watched, and what they come to.
 * @param width of a line of the table, in characters.
 */
export function formatSoak(file: SoakFile, words: Words, width = outputWidth()): string {
  const { soak } = words;
  const last = soak.columns.length - 1;
  const columns = soak.columns.map((head, index): TextColumn => ({ head, isNumber: index > 0 && index < last }));
  const rows = file.verdicts.map((verdict) => {
    const { watched, tenths, drift, mostDrift, isFlat } = verdict;
    const figures = [tenths[0], tenths[1], tenths.at(-1)].map((value) => formatFigure(value, verdict, words));
    return [soak.watched[watched], ...figures, soak.drift(drift, mostDrift), soak.flat(isFlat)];
  });
  const table = formatTable({ columns, rows }, width);
  return `${table}\n${soak.verdict(file.steps, file.wallMs, file.status === 'finished', isSteady(file))}`;
}

function formatFigure(value: number | undefined, { watched }: SoakVerdict, { soak, numbers }: Words): string {
  if (value === undefined) {
    return '';
  }
  if (watched === 'stepMs') {
    return soak.milliseconds(value);
  }
  return watched.endsWith('Bytes') ? soak.mebibytes(value / 2 ** 20) : numbers.count(value);
}
