import { DASHES } from '../../charts/palette';
import type { RunFile } from '../../run/runFile';
import { type Series, seriesOf } from './series';
import { viewOf } from './shownRun';

/** A run among those that are drawn together. */
export interface OverlaidRun {
  readonly id: string;
  /** What its lines are called, such as "A". */
  readonly letter: string;
  readonly file: RunFile;
}

/** Runs are told apart by their dashes and letters, since colours and signs are those of normalizations. */
const RUN_DASHES = [undefined, DASHES.reducing, DASHES.stopping, DASHES.reducingAndStopping, DASHES.second] as const;

/** "A", "B", … "Z", "A2", … */
export function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(65 + (index % 26))}${round === 0 ? '' : round + 1}`;
}

/** The series of several runs, to be drawn in one chart. */
export function overlaidSeries(runs: readonly OverlaidRun[]): readonly Series[] {
  return runs
    .flatMap(({ id, letter, file }, place) =>
      seriesOf(file.config, viewOf(file).members).map((series) => ({
        ...series,
        key: `${id} ${series.key}`,
        run: letter,
        look: { ...series.look, dash: RUN_DASHES[place % RUN_DASHES.length] },
      })),
    )
    .map((series, index) => ({ ...series, index }));
}
