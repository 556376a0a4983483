import type { RunFile } from './runFile';

/**
 * The run that answers a question best: the one with the highest score, its numbers compared from the first on; of
 * equal ones the run that was started last.
 * @param score of a run, `undefined` where it does not answer at all.
 */
export function chooseRun(
  runs: readonly RunFile[],
  score: (run: RunFile) => readonly number[] | undefined,
): RunFile | undefined {
  const scored = runs.flatMap((run) => {
    const scores = score(run);
    return scores === undefined ? [] : [{ run, scores: [...scores, Date.parse(run.startedAt)] }];
  });
  return scored.toSorted((a, b) => compareScores(b.scores, a.scores))[0]?.run;
}

function compareScores(a: readonly number[], b: readonly number[]): number {
  const decisive = a.findIndex((value, index) => value !== b[index]);
  return decisive === -1 ? 0 : (a[decisive] as number) - (b[decisive] ?? 0);
}

/** Seeds first, since they make the intervals, then how much was trained. */
function effort({ config }: RunFile): readonly number[] {
  return [config.seeds, config.epochs * (config.trainExamples - config.heldOutExamples)];
}

/** For the questions about normalizations: the run that tested the most of them, at least two. */
export function chooseNormalizationRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const tested = distinct(run.members.filter(({ test }) => test !== null).map(({ normalization }) => normalization));
    return tested >= 2 ? [tested, ...effort(run)] : undefined;
  });
}

/** For the learning curves: the run with the most normalizations of which an epoch was recorded. */
export function chooseCurvesRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const recorded = run.members.filter(({ history }) => history.length > 0);
    return recorded.length > 0
      ? [distinct(recorded.map(({ normalization }) => normalization)), ...effort(run)]
      : undefined;
  });
}

/** For the question why: the run that looked into the most normalizations. */
export function chooseDiagnosedRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const diagnosed = run.members.filter(({ diagnostics }) => diagnostics.length > 0);
    return diagnosed.length > 0
      ? [distinct(diagnosed.map(({ normalization }) => normalization)), ...effort(run)]
      : undefined;
  });
}

/** Fewer learning rates than this make no curve. */
const MIN_LEARNING_RATES = 3;

/** For the learning rates: the run with the most of them. */
export function chooseLearningRatesRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const rates = distinct(
      run.members.filter(({ history }) => history.length > 0).map((member) => member.learningRate),
    );
    return rates >= MIN_LEARNING_RATES ? [rates, ...effort(run)] : undefined;
  });
}

/** For a callback: a run whose members have it and have it not, in pairs, before one whose members all have it. */
export function chooseCallbackRun(
  runs: readonly RunFile[],
  callback: 'reduceLrOnPlateau' | 'earlyStopping',
): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const trained = run.members.filter(({ history }) => history.length > 0);
    const withIt = trained.filter((member) => member[callback]).length;
    return withIt > 0 ? [withIt < trained.length ? 1 : 0, ...effort(run)] : undefined;
  });
}

/** For the classes: as for the normalizations, but one is enough. */
export function chooseTestedRun(runs: readonly RunFile[]): RunFile | undefined {
  return (
    chooseNormalizationRun(runs) ??
    chooseRun(runs, (run) => (run.members.some(({ test }) => test !== null) ? effort(run) : undefined))
  );
}

function distinct(values: readonly unknown[]): number {
  return new Set(values).size;
}
