import Table from 'cli-table3';
import type { Words } from '../../words';
import type { SoakFile, SoakVerdict } from './soakFile';

/** Whether the run ended by itself, and nothing grew. */
export function isSteady({ status, verdicts }: Pick<SoakFile, 'status' | 'verdicts'>): boolean {
  return status === 'finished' && verdicts.length > 0 && verdicts.every(({ isFlat }) => isFlat);
}

/** A row for each thing that was watched, and what they come to. */
export function formatSoak(file: SoakFile, words: Words): string {
  const { soak } = words;
  const table = new Table({
    head: [...soak.columns],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const verdict of file.verdicts) {
    const { watched, tenths, drift, mostDrift, isFlat } = verdict;
    const [first, second, last] = [tenths[0], tenths[1], tenths.at(-1)].map((value) =>
      formatFigure(value, verdict, words),
    );
    table.push([soak.watched[watched], first, second, last, soak.drift(drift, mostDrift), soak.flat(isFlat)]);
  }
  return `${table.toString()}\n${soak.verdict(file.steps, file.wallMs, file.status === 'finished', isSteady(file))}`;
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
