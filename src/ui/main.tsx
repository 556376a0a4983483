import { effect } from '@preact/signals';
import { render } from 'preact';
import { messageOf } from '../errors';
import { attendPage } from './away/attend';
import { createBenchClient } from './benchClient';
import { App } from './components/App';
import { createPageApi } from './pageApi';
import { rememberedLanguage, rememberLanguage } from './remembered';
import { RunDatabase } from './runs/runDatabase';
import { createRunLocks } from './runs/runLocks';
import { createBenchStore } from './state/benchStore';
import { createLanguage } from './state/language';
import { createReportStore } from './state/reportStore';
import { createRunsSelection } from './state/runsSelection';
import { createRunsStore } from './state/runsStore';
import { createStore } from './state/store';
import { createViews } from './state/views';
import { takingTurns } from './takingTurns';
import { createTrainerClient } from './trainerClient';
import 'virtual:page-styles.css';
import './styles/tokens.css';
import './styles/page.css';
import './styles/controls.css';
import './styles/run.css';
import './styles/results.css';
import './styles/runs.css';
import './styles/kernels.css';
import './styles/report.css';

const root = document.getElementById('app');
if (root === null) {
  throw new Error('index.html has no element with id "app".');
}

const { trainer, bench: benchService } = takingTurns(createTrainerClient(), createBenchClient());
const views = createViews({
  readSearch: () => location.search,
  replaceSearch: (search) => history.replaceState(null, '', `${location.pathname}${search}${location.hash}`),
});
const language = createLanguage({
  inAddress: views.namedLanguage.peek(),
  remembered: rememberedLanguage(),
  ofBrowser: navigator.languages,
  onChosen: (chosen, inAddress) => {
    rememberLanguage(chosen);
    views.nameLanguage(inAddress);
  },
});
effect(() => {
  document.documentElement.lang = language.current.value;
});
const store = createStore({
  service: trainer,
  address: views.addressOf('train'),
  hasWebGpu: 'gpu' in navigator && navigator.gpu !== undefined,
});
const otherTabs = new BroadcastChannel('weft-runs');
const runs = createRunsStore({
  database: new RunDatabase(),
  locks: createRunLocks(),
  store,
  // Asked for when there is something to keep: a browser that is short of room deletes what is not persistent.
  persist: async () => navigator.storage.persist(),
  announce: () => otherTabs.postMessage('changed'),
});
otherTabs.addEventListener('message', () => void runs.refresh());
const bench = createBenchStore(benchService, views.addressOf('kernels'), store.log);
globalThis.addEventListener('error', ({ message }) => store.log.add('pageError', { message }));
globalThis.addEventListener('unhandledrejection', ({ reason }) =>
  store.log.add('unhandledRejection', { message: messageOf(reason) }),
);
const report = createReportStore(store.run);

globalThis.weft = createPageApi({ store, runs, bench, service: trainer });
render(
  <App
    store={store}
    runs={runs}
    selection={createRunsSelection(runs)}
    bench={bench}
    report={report}
    views={views}
    language={language}
    away={attendPage({ store, bench, runs, views, language })}
  />,
  root,
);
// What goes wrong here is in the store, and on the page.
store.connect().catch(() => undefined);
void runs.refresh();
