import { examplesPerEpoch } from './options';
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

type RunMember = RunFile['members'][number];

/**
 * Evidence before breadth: how many seeds there are, since they make the intervals, then how much was trained, and only
 * then how many arms there are.
 * @param members that the question is about.
 */
function evidence({ config }: RunFile, members: readonly RunMember[], breadth: number): readonly number[] {
  const seeds = distinct(members.map(({ seed }) => seed));
  return [seeds, config.epochs * examplesPerEpoch(config), breadth];
}

/** For the questions about normalizations: a run that tested at least two. */
export function chooseNormalizationRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const tested = run.members.filter(({ test }) => test !== null);
    const normalizations = distinct(tested.map(({ normalization }) => normalization));
    return normalizations >= 2 ? evidence(run, tested, normalizations) : undefined;
  });
}

/** For the learning curves: a run of which an epoch was recorded. */
export function chooseCurvesRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => byNormalizations(run, isTrained));
}

/** For the question why: a run that looked into its networks. */
export function chooseDiagnosedRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => byNormalizations(run, ({ diagnostics }) => diagnostics.length > 0));
}

/** Several normalizations before one, since one answers no question about them. */
function byNormalizations(run: RunFile, answers: (member: RunMember) => boolean): readonly number[] | undefined {
  const members = run.members.filter(answers);
  const normalizations = distinct(members.map(({ normalization }) => normalization));
  return members.length === 0 ? undefined : [Number(normalizations >= 2), ...evidence(run, members, normalizations)];
}

function isTrained({ history }: RunMember): boolean {
  return history.length > 0;
}

/** Fewer learning rates than this make no curve. */
const MIN_LEARNING_RATES = 3;

/** For the learning rates: a run with enough of them for a curve. */
export function chooseLearningRatesRun(runs: readonly RunFile[]): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const members = run.members.filter(isTrained);
    const rates = distinct(members.map(({ learningRate }) => learningRate));
    return rates >= MIN_LEARNING_RATES ? evidence(run, members, rates) : undefined;
  });
}

/** For a callback: a run whose members have it and have it not, in pairs, before one whose members all have it. */
export function chooseCallbackRun(
  runs: readonly RunFile[],
  callback: 'reduceLrOnPlateau' | 'earlyStopping',
): RunFile | undefined {
  return chooseRun(runs, (run) => {
    const members = run.members.filter(isTrained);
    const withIt = members.filter((member) => member[callback]);
    const isCompared = withIt.length < members.length;
    return withIt.length > 0 ? [Number(isCompared), ...evidence(run, withIt, withIt.length)] : undefined;
  });
}

/** For the classes: as for the normalizations, but one is enough. */
export function chooseTestedRun(runs: readonly RunFile[]): RunFile | undefined {
  return (
    chooseNormalizationRun(runs) ??
    chooseRun(runs, (run) => {
      const tested = run.members.filter(({ test }) => test !== null);
      return tested.length > 0 ? evidence(run, tested, tested.length) : undefined;
    })
  );
}

function distinct(values: readonly unknown[]): number {
  return new Set(values).size;
}
