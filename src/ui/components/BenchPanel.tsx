import type { Words } from '../../words';
import { sayError } from '../../words/sayError';
import type { BenchStore } from '../state/benchStore';
import type { BenchView } from '../state/benchView';
import { ActionButton } from './ActionButton';
import { Figures } from './Figures';
import { useWords } from './languageContext';
import { Notice } from './Notice';
import { Prose } from './Prose';
import { SaveDiagnostic } from './SaveDiagnostic';
import type { StoreProps } from './storeProps';

interface BenchPanelProps extends StoreProps {
  readonly bench: BenchStore;
  /** The device is in use by a training run. */
  readonly isTraining: boolean;
}

/** Run and Stop, how far it is, and what the adapter can do at best. */
export function BenchPanel({ store, bench, isTraining }: BenchPanelProps) {
  const words = useWords();
  const { kernelsView } = words;
  const view = bench.view.value;
  const { options } = bench.checked.value;
  const isRunning = view.status === 'running';

  const run = () => {
    if (options !== undefined) {
      // Failures are shown from the store.
      bench.run(options).catch(() => undefined);
    }
  };
  return (
    <section class={`panel run run-${view.status}`} aria-labelledby="bench-title">
      <h2 id="bench-title" class="visually-hidden">
        {kernelsView.title}
      </h2>
      <div class="run-head">
        <div class="buttons">
          <ActionButton
            isPrimary
            testId="bench-start"
            disabled={isRunning || isTraining || options === undefined}
            onClick={run}
          >
            {kernelsView.run}
          </ActionButton>
          <ActionButton
            testId="bench-stop"
            disabled={!isRunning || view.isStopping}
            onClick={() => {
              bench.stop().catch(() => undefined);
            }}
          >
            {kernelsView.stop}
          </ActionButton>
        </div>
        <p class="run-message" role="status">
          <span class={`state state-${view.status}`} data-testid="bench-status" data-status={view.status}>
            {kernelsView.statuses[view.status]}
          </span>
          <span data-testid="bench-message">{describe(view, isTraining, options !== undefined, words)}</span>
        </p>
      </div>
      <progress data-testid="bench-progress" aria-label={kernelsView.shareDone} max={1} value={view.shareDone} />
      <Peaks view={view} />
      {view.failure !== undefined && (
        <Notice kind="error" testId="bench-error">
          <Prose text={kernelsView.failure(sayError(view.failure, words))} />
          <SaveDiagnostic store={store} error={view.failure} />
        </Notice>
      )}
    </section>
  );
}

function describe(view: BenchView, isTraining: boolean, isFormUsable: boolean, words: Words): string {
  const { kernels, kernelsView } = words;
  if (view.isStopping) {
    return kernelsView.stopping;
  }
  if (view.status === 'running') {
    const { measuring } = view;
    if (measuring !== undefined) {
      return kernels.measuringCase(measuring.caseId, measuring.place, measuring.count);
    }
    return view.hasBegun ? kernels.measuringPeaks : words.starting;
  }
  if (isTraining) {
    return kernelsView.training;
  }
  if (view.status === 'idle') {
    return isFormUsable ? kernelsView.ready : kernelsView.correctOptions;
  }
  return kernelsView[view.status];
}

function Peaks({ view: { peaks } }: { readonly view: BenchView }) {
  const { numbers, kernelsView } = useWords();
  const labels = kernelsView.peaks;
  const figures = [
    { label: labels.fma, value: numbers.rate(peaks?.fmaGflopPerSecond), testId: 'peak-fma' },
    { label: labels.copy, value: numbers.rate(peaks?.copyGbPerSecond), testId: 'peak-copy' },
    { label: labels.empty, value: numbers.rate(peaks?.emptyDispatchUs), testId: 'peak-empty' },
  ];
  return <Figures figures={figures} />;
}
