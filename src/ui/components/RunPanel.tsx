import { useRef } from 'preact/hooks';
import type { Words } from '../../words';
import { NO_FIGURE } from '../../words/numbers';
import { sayPhase } from '../../words/phase';
import { sayError } from '../../words/sayError';
import { sayUnfinished } from '../../words/unfinished';
import type { Notices } from '../away/notices';
import { describeHappenings } from '../state/happenings';
import { warnOfLongRun } from '../state/runPlan';
import type { RunsStore } from '../state/runsStore';
import { isUnderWay, type RunView } from '../state/runView';
import { ActionButton } from './ActionButton';
import { DroppedKernels } from './DroppedKernels';
import { Figures } from './Figures';
import { GoOn } from './GoOn';
import { useWords } from './languageContext';
import { Notice } from './Notice';
import { NoticesChoice } from './NoticesChoice';
import { Prose } from './Prose';
import { SaveDiagnostic } from './SaveDiagnostic';
import type { StoreProps } from './storeProps';
import { useThrottled } from './useThrottled';

interface RunPanelProps extends StoreProps {
  readonly runs: RunsStore;
  readonly notices: Notices;
  readonly isSoftware: boolean;
  /** The device is measuring kernels. */
  readonly isMeasuring: boolean;
}

export function RunPanel({ store, runs, notices, isSoftware, isMeasuring }: RunPanelProps) {
  const words = useWords();
  const { trainView, keptRuns } = words;
  const run = store.run.value;
  const options = store.checked.value?.options;
  const controlError = store.controlError.value;
  const notKept = runs.notKept.value;
  const panel = useRef<HTMLElement>(null);
  const isBusy = isUnderWay(run);
  const isPaused = run.status === 'paused';
  const canTrain = !isBusy && !isMeasuring && options !== undefined;
  const canPause = isBusy && run.asked === undefined;
  const longRun =
    isSoftware && !isBusy && options !== undefined ? warnOfLongRun(options, store.speeds.value, words) : undefined;

  const train = () => {
    if (options !== undefined) {
      // Failures are shown from the store.
      runs.train(options).catch(() => undefined);
      panel.current?.scrollIntoView({ block: 'nearest' });
    }
  };
  const obey = (control: () => Promise<void>) => () => {
    control().catch(() => undefined);
  };

  return (
    <section class={`panel run run-${run.status}`} aria-labelledby="run-title" ref={panel}>
      <h2 id="run-title" class="visually-hidden">
        {trainView.title}
      </h2>
      <div class="run-head">
        <div class="buttons">
          <ActionButton isPrimary testId="train-start" disabled={!canTrain} onClick={train}>
            {trainView.train}
          </ActionButton>
          <ActionButton testId="train-pause" disabled={!canPause} onClick={obey(isPaused ? store.resume : store.pause)}>
            {isPaused ? trainView.resume : trainView.pause}
          </ActionButton>
          <ActionButton testId="train-stop" disabled={!isBusy} onClick={obey(store.stop)}>
            {run.asked === 'stop' ? trainView.stopAtOnce : trainView.stop}
          </ActionButton>
        </div>
        <p class="run-message">
          <span class={`state state-${run.status}`} data-testid="run-status" data-status={run.status}>
            {trainView.statuses[run.status]}
          </span>
          <span data-testid="phase-message">
            {isMeasuring ? trainView.measuring : describe(run, options !== undefined, words)}
          </span>
        </p>
      </div>
      <progress data-testid="progress" aria-label={trainView.shareDone} max={1} value={run.shareDone} />
      <RunFigures run={run} />
      <p class={longRun === undefined ? 'run-news' : 'run-news is-warning'} data-testid="run-news">
        {longRun ?? describeNews(run, words)}
      </p>
      <Announcements store={store} />
      <NoticesChoice notices={notices} />
      {run.losses > 0 && (
        <Notice kind="warning" testId="device-lost">
          {trainView.deviceLost(run.losses)}
        </Notice>
      )}
      <DroppedKernels labels={run.droppedKernels} />
      {notKept !== undefined && (
        <Notice kind="warning" testId="not-kept">
          <Prose text={notKept.kind === 'full' ? keptRuns.notKept.full : keptRuns.notKept.refused(notKept.reason)} />
        </Notice>
      )}
      {run.mostMembers !== undefined && (
        <Notice kind="warning" testId="parts-halved">
          {words.partsHalved(run.mostMembers)}
        </Notice>
      )}
      <GoOn runs={runs} isBusy={isBusy || isMeasuring} />
      {run.failure !== undefined && (
        <Notice kind="error" testId="run-error">
          <Prose text={trainView.failure(sayError(run.failure, words))} />
          <SaveDiagnostic store={store} error={run.failure} config={run.options} />
        </Notice>
      )}
      {controlError !== undefined && <Notice kind="error">{sayError(controlError, words)}</Notice>}
    </section>
  );
}

/** One announcement a second at most: a screen reader reads every change to its end. */
const ANNOUNCEMENT_INTERVAL_MS = 1000;

/** The state of the run and what callbacks did, for screen readers; progress and phases would never let them rest. */
function Announcements({ store }: StoreProps) {
  const words = useWords();
  const { announcement, statuses } = words.trainView;
  const run = useThrottled(store.run, ANNOUNCEMENT_INTERVAL_MS);
  return (
    <div class="visually-hidden">
      <p role="status">{run.status === 'idle' ? '' : announcement(statuses[run.status])}</p>
      <p role="status">{describeHappenings(run, words)}</p>
    </div>
  );
}

function RunFigures({ run }: { readonly run: RunView }) {
  const { numbers, trainView } = useWords();
  const hasSteps = run.stepsTotal > 0;
  const figures = [
    {
      label: trainView.steps,
      value: hasSteps ? trainView.stepsDone(run.stepsDone, run.stepsTotal) : NO_FIGURE,
      testId: 'steps',
    },
    {
      label: trainView.memberImagesPerSecond,
      value: numbers.rate(run.imagesPerSecond),
      testId: 'images-per-second',
    },
    timeFigure(run, { numbers, trainView }),
  ];
  return <Figures figures={figures} />;
}

/** The time left while there is some to say, the time taken afterwards. */
function timeFigure({ file, secondsLeft }: RunView, { numbers, trainView }: Pick<Words, 'numbers' | 'trainView'>) {
  if (file === undefined) {
    const millisecondsLeft = secondsLeft === undefined ? undefined : 1000 * secondsLeft;
    return { label: trainView.timeLeft, value: numbers.duration(millisecondsLeft), testId: 'time-left' };
  }
  const { setup, train, evaluate } = file.wallMs;
  return { label: trainView.timeTaken, value: numbers.duration(setup + train + evaluate), testId: 'time-taken' };
}

function describe(run: RunView, isFormUsable: boolean, words: Words): string {
  const { trainView } = words;
  if (run.asked === 'stop') {
    return trainView.stopping;
  }
  if (run.asked === 'pause') {
    return trainView.pausing;
  }
  switch (run.status) {
    case 'idle':
      return isFormUsable ? trainView.ready : trainView.correctOptions;
    case 'running':
    case 'paused':
      return run.phase === undefined ? words.starting : sayPhase(run.phase, run.part, words);
    case 'finished':
    case 'stopped':
    case 'failed':
      return trainView[run.status];
    default:
      return run.status satisfies never;
  }
}

/** The epoch that was left, or what happened to members; until anything did, where a run goes on. */
function describeNews(run: RunView, words: Words): string {
  const { continuedAfter, options, file } = run;
  const unfinished = file && sayUnfinished(file, words);
  if (unfinished !== undefined) {
    return unfinished;
  }
  const happenings = describeHappenings(run, words);
  return happenings === '' && isUnderWay(run) && continuedAfter !== undefined && options !== undefined
    ? words.keptRuns.goesOn({ ...continuedAfter, epochs: options.epochs })
    : happenings;
}
