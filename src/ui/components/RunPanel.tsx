import { useEffect, useRef } from 'preact/hooks';
import { formatCount, formatDuration, formatRate, NO_FIGURE } from '../../words/format';
import { describeHappenings } from '../state/happenings';
import { warnOfLongRun } from '../state/runPlan';
import { isUnderWay, type RunView } from '../state/runView';
import { ActionButton } from './ActionButton';
import { Figures } from './Figures';
import { Notice } from './Notice';
import type { StoreProps } from './storeProps';
import { useThrottled } from './useThrottled';

interface RunPanelProps extends StoreProps {
  readonly isSoftware: boolean;
  /** The device is measuring kernels. */
  readonly isMeasuring: boolean;
}

export function RunPanel({ store, isSoftware, isMeasuring }: RunPanelProps) {
  const run = store.run.value;
  const options = store.checked.value?.options;
  const controlError = store.controlError.value;
  const panel = useRef<HTMLElement>(null);
  const isBusy = isUnderWay(run);
  const isPaused = run.status === 'paused';
  const canTrain = !isBusy && !isMeasuring && options !== undefined;
  const canPause = isBusy && run.asked === undefined;
  const longRun =
    isSoftware && !isBusy && options !== undefined ? warnOfLongRun(options, store.speeds.value) : undefined;

  useEffect(() => {
    document.title = titleOf(run);
  });

  const train = () => {
    if (options !== undefined) {
      // Failures are shown from the store.
      store.train(options).catch(() => undefined);
      panel.current?.scrollIntoView({ block: 'nearest' });
    }
  };
  const obey = (control: () => Promise<void>) => () => {
    control().catch(() => undefined);
  };

  return (
    <section class={`panel run run-${run.status}`} aria-labelledby="run-title" ref={panel}>
      <h2 id="run-title" class="visually-hidden">
        Training
      </h2>
      <div class="run-head">
        <div class="buttons">
          <ActionButton isPrimary testId="train-start" disabled={!canTrain} onClick={train}>
            Train
          </ActionButton>
          <ActionButton testId="train-pause" disabled={!canPause} onClick={obey(isPaused ? store.resume : store.pause)}>
            {isPaused ? 'Resume' : 'Pause'}
          </ActionButton>
          <ActionButton testId="train-stop" disabled={!isBusy || run.asked === 'stop'} onClick={obey(store.stop)}>
            Stop
          </ActionButton>
        </div>
        <p class="run-message">
          <span class={`state state-${run.status}`} data-testid="run-status">
            {run.status}
          </span>
          <span data-testid="phase-message">
            {isMeasuring ? 'The bench is measuring; stop it to train' : describe(run, options !== undefined)}
          </span>
        </p>
      </div>
      <progress data-testid="progress" aria-label="Share of the run done" max={1} value={run.shareDone} />
      <RunFigures run={run} />
      <p class={longRun === undefined ? 'run-news' : 'run-news is-warning'} data-testid="run-news">
        {longRun ?? describeHappenings(run)}
      </p>
      <Announcements store={store} />
      {run.failure !== undefined && (
        <Notice kind="error" testId="run-error">
          <strong>The run failed.</strong> {run.failure} The figures below are incomplete and not to be relied on; you
          can train again.
        </Notice>
      )}
      {controlError !== undefined && <Notice kind="error">{controlError}</Notice>}
    </section>
  );
}

/** One announcement a second at most: a screen reader reads every change to its end. */
const ANNOUNCEMENT_INTERVAL_MS = 1000;

/** The state of the run and what callbacks did, for screen readers; progress and phases would never let them rest. */
function Announcements({ store }: StoreProps) {
  const run = useThrottled(store.run, ANNOUNCEMENT_INTERVAL_MS);
  return (
    <div class="visually-hidden">
      <p role="status">{run.status === 'idle' ? '' : `Training is ${run.status}.`}</p>
      <p role="status">{describeHappenings(run)}</p>
    </div>
  );
}

function RunFigures({ run }: { readonly run: RunView }) {
  const hasSteps = run.stepsTotal > 0;
  const figures = [
    {
      label: 'Steps',
      value: hasSteps ? `${formatCount(run.stepsDone)} of ${formatCount(run.stepsTotal)}` : NO_FIGURE,
      testId: 'steps',
    },
    { label: 'Member-images/s', value: formatRate(run.imagesPerSecond), testId: 'images-per-second' },
    timeFigure(run),
  ];
  return <Figures figures={figures} />;
}

/** The time left while there is some to say, the time taken afterwards. */
function timeFigure({ file, secondsLeft }: RunView) {
  if (file === undefined) {
    return { label: 'Time left', value: formatDuration(secondsLeft), testId: 'time-left' };
  }
  const { setup, train, evaluate } = file.wallMs;
  return { label: 'Time taken', value: formatDuration((setup + train + evaluate) / 1000), testId: 'time-taken' };
}

function describe(run: RunView, isFormUsable: boolean): string {
  if (run.asked === 'stop') {
    return 'Stopping after the step at hand';
  }
  if (run.asked === 'pause') {
    return 'Pausing after the step at hand';
  }
  if (run.status === 'idle') {
    return isFormUsable ? 'Ready to train' : 'Correct the options, then train';
  }
  return run.message;
}

function titleOf(run: RunView): string {
  if (!isUnderWay(run) || run.stepsTotal === 0) {
    return 'Weft · trainer';
  }
  const percent = Math.floor(100 * run.shareDone);
  return `${percent} % ${run.status === 'paused' ? 'paused' : 'done'} · Weft`;
}
