import { useEffect } from 'preact/hooks';
import { formatRate } from '../../words/format';
import type { BenchStore } from '../state/benchStore';
import type { BenchView } from '../state/benchView';
import { ActionButton } from './ActionButton';
import { Figures } from './Figures';
import { Notice } from './Notice';

interface BenchPanelProps {
  readonly bench: BenchStore;
  /** The device is in use by a training run. */
  readonly isTraining: boolean;
}

/** Run and Stop, how far it is, and what the adapter can do at best. */
export function BenchPanel({ bench, isTraining }: BenchPanelProps) {
  const view = bench.view.value;
  const { options } = bench.checked.value;
  const isRunning = view.status === 'running';

  useEffect(() => {
    document.title = isRunning ? `${Math.floor(100 * view.shareDone)} % measured · Weft` : 'Weft · kernels';
  });

  const run = () => {
    if (options !== undefined) {
      // Failures are shown from the store.
      bench.run(options).catch(() => undefined);
    }
  };
  return (
    <section class={`panel run run-${view.status}`} aria-labelledby="bench-title">
      <h2 id="bench-title" class="visually-hidden">
        Bench
      </h2>
      <div class="run-head">
        <div class="buttons">
          <ActionButton
            isPrimary
            testId="bench-start"
            disabled={isRunning || isTraining || options === undefined}
            onClick={run}
          >
            Run
          </ActionButton>
          <ActionButton
            testId="bench-stop"
            disabled={!isRunning || view.isStopping}
            onClick={() => {
              bench.stop().catch(() => undefined);
            }}
          >
            Stop
          </ActionButton>
        </div>
        <p class="run-message" role="status">
          <span class={`state state-${view.status}`} data-testid="bench-status">
            {view.status}
          </span>
          <span data-testid="bench-message">{describe(view, isTraining, options !== undefined)}</span>
        </p>
      </div>
      <progress data-testid="bench-progress" aria-label="Share of the cases measured" max={1} value={view.shareDone} />
      <Peaks view={view} />
      {view.failure !== undefined && (
        <Notice kind="error" testId="bench-error">
          <strong>The bench failed.</strong> {view.failure}
        </Notice>
      )}
    </section>
  );
}

function describe(view: BenchView, isTraining: boolean, isFormUsable: boolean): string {
  if (view.isStopping) {
    return 'Stopping after the sample at hand';
  }
  if (view.status !== 'running' && isTraining) {
    return 'A run is training; stop it to measure';
  }
  if (view.status === 'idle') {
    return isFormUsable ? view.message : 'Correct the options, then run';
  }
  return view.message;
}

function Peaks({ view: { peaks } }: { readonly view: BenchView }) {
  const figures = [
    { label: 'Multiply-add peak, GFLOP/s', value: formatRate(peaks?.fmaGflopPerSecond), testId: 'peak-fma' },
    { label: 'Copy peak, GB/s', value: formatRate(peaks?.copyGbPerSecond), testId: 'peak-copy' },
    { label: 'Empty dispatch, µs', value: formatRate(peaks?.emptyDispatchUs), testId: 'peak-empty' },
  ];
  return <Figures figures={figures} />;
}
