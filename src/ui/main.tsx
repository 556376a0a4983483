import { render } from 'preact';
import { App } from './components/App';
import { createPageApi } from './pageApi';
import { createBenchStore } from './state/benchStore';
import { createStore } from './state/store';
import { createTrainerClient } from './trainerClient';
import './styles/tokens.css';
import './styles/page.css';
import './styles/controls.css';
import './styles/run.css';
import './styles/results.css';

const root = document.getElementById('app');
if (root === null) {
  throw new Error('index.html has no element with id "app".');
}

const service = createTrainerClient();
const store = createStore({
  service,
  address: {
    readSearch: () => location.search,
    replaceSearch: (search) => history.replaceState(null, '', `${location.pathname}${search}${location.hash}`),
  },
  hasWebGpu: 'gpu' in navigator && navigator.gpu !== undefined,
});

const bench = createBenchStore(service);

globalThis.weft = createPageApi(store, bench, service);
render(<App store={store} />, root);
// What goes wrong here is in the store, and on the page.
store.connect().catch(() => undefined);
