import type { Away } from '../away/attend';
import type { BenchStore } from '../state/benchStore';
import type { LanguageChoice } from '../state/language';
import type { ReportStore } from '../state/reportStore';
import type { RunsSelection } from '../state/runsSelection';
import type { RunsStore } from '../state/runsStore';
import { isUnderWay } from '../state/runView';
import type { Environment } from '../state/store';
import type { Views } from '../state/views';
import { BenchCharts } from './BenchCharts';
import { BenchOptionsPanel } from './BenchOptionsPanel';
import { BenchPanel } from './BenchPanel';
import { BenchTable } from './BenchTable';
import { Charts } from './Charts';
import { Header } from './Header';
import { InterruptedRuns } from './InterruptedRuns';
import { LanguageContext, useWords } from './languageContext';
import { NewVersionOffer } from './NewVersionOffer';
import { NoTrainer } from './NoTrainer';
import { Notice } from './Notice';
import { NoWebGpu } from './NoWebGpu';
import { OptionsPanel } from './OptionsPanel';
import { Prose } from './Prose';
import { ReportLoader } from './ReportLoader';
import { ResultsTable } from './ResultsTable';
import { RunPanel } from './RunPanel';
import { RunsNews } from './RunsNews';
import { RunsView } from './RunsView';
import { SoftwareWarning } from './SoftwareWarning';
import type { StoreProps } from './storeProps';
import { ViewTabs } from './ViewTabs';

export interface AppProps extends StoreProps {
  readonly runs: RunsStore;
  readonly selection: RunsSelection;
  readonly bench: BenchStore;
  readonly report: ReportStore;
  readonly views: Views;
  readonly language: LanguageChoice;
  readonly away: Away;
}

export function App(props: AppProps) {
  return (
    <LanguageContext.Provider value={props.language}>
      <Header environment={props.store.environment.value} />
      <NewVersionOffer away={props.away} runs={props.runs} />
      <Content {...props} />
    </LanguageContext.Provider>
  );
}

/** The Train view comes whole, once it is known what to train on: nothing moves afterwards. */
function Content(props: AppProps) {
  const environment = props.store.environment.value;
  switch (environment.kind) {
    case 'connecting':
      return <main aria-busy="true" />;
    case 'unsupported':
      return <NoWebGpu store={props.store} error={environment.error} />;
    case 'broken':
      return <NoTrainer store={props.store} error={environment.error} />;
    case 'ready':
      return (
        <>
          <ViewTabs views={props.views} />
          <CurrentView {...props} environment={environment} />
        </>
      );
    default:
      return environment satisfies never;
  }
}

type ReadyEnvironment = Extract<Environment, { kind: 'ready' }>;

function CurrentView({
  store,
  runs,
  selection,
  bench,
  report,
  views,
  away,
  environment,
}: AppProps & { environment: ReadyEnvironment }) {
  const view = views.current.value;
  const isSoftware = environment.adapter.isFallback;
  switch (view) {
    case 'train':
      return <TrainView store={store} runs={runs} away={away} bench={bench} isSoftware={isSoftware} />;
    case 'runs':
      return (
        <RunsView
          runs={runs}
          selection={selection}
          report={report}
          views={views}
          isBusy={isUnderWay(store.run.value) || bench.view.value.status === 'running'}
        />
      );
    case 'kernels':
      return <KernelsView store={store} bench={bench} isSoftware={isSoftware} />;
    case 'report':
      return <ReportLoader report={report} />;
    default:
      return view satisfies never;
  }
}

interface ViewProps extends StoreProps {
  readonly bench: BenchStore;
  readonly isSoftware: boolean;
}

function TrainView({ store, runs, away, bench, isSoftware }: ViewProps & Pick<AppProps, 'runs' | 'away'>) {
  const isMeasuring = bench.view.value.status === 'running';
  return (
    <main class="workspace">
      {isSoftware && <SoftwareWarning />}
      <RunsNews runs={runs} />
      <InterruptedRuns runs={runs} isBusy={isMeasuring || isUnderWay(store.run.value)} />
      <OptionsPanel store={store} />
      <div class="workspace-results">
        <RunPanel store={store} runs={runs} notices={away.notices} isSoftware={isSoftware} isMeasuring={isMeasuring} />
        <ResultsTable store={store} />
        <Charts store={store} />
      </div>
    </main>
  );
}

function KernelsView({ store, bench, isSoftware }: ViewProps) {
  const { page } = useWords();
  const view = bench.view.value;
  return (
    <main class="workspace">
      {isSoftware && (
        <Notice kind="warning">
          <Prose text={page.softwareAdapterForKernels} />
        </Notice>
      )}
      <BenchOptionsPanel bench={bench} />
      <div class="workspace-results">
        <BenchPanel store={store} bench={bench} isTraining={isUnderWay(store.run.value)} />
        <BenchCharts view={view} />
        <BenchTable view={view} />
      </div>
    </main>
  );
}
