import { effect } from '@preact/signals';
import { render } from 'preact';
import { createBenchClient } from './benchClient';
import { App } from './components/App';
import { createPageApi } from './pageApi';
import { rememberedLanguage, rememberLanguage } from './remembered';
import { createBenchStore } from './state/benchStore';
import { createLanguage } from './state/language';
import { createReportStore } from './state/reportStore';
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
const bench = createBenchStore(benchService, views.addressOf('kernels'));
const report = createReportStore(store.run);

globalThis.weft = createPageApi(store, bench, trainer);
render(<App store={store} bench={bench} report={report} views={views} language={language} />, root);
// What goes wrong here is in the store, and on the page.
store.connect().catch(() => undefined);
