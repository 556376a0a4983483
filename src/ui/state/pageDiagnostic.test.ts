import * as v from 'valibot';
import { expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { diagnosticSchema } from '../../run/diagnostic/diagnosticFile';
import { runStarted, sampleOptions } from '../testing/sampleRun';
import { createScriptedService } from '../testing/scriptedService';
import { makePageDiagnostic } from './pageDiagnostic';
import { createStore } from './store';

const NAVIGATOR = { userAgent: 'Mozilla/5.0 Chrome/156.0.0.0', platform: 'Linux x86_64' };

it('tells what the page did until it failed', async () => {
  const service = createScriptedService();
  const store = createStore({
    service,
    address: { readSearch: () => '', replaceSearch: () => undefined },
    hasWebGpu: true,
  });
  const adapter = await store.connect();
  const run = store.train(sampleOptions());
  service.emit(runStarted());
  service.emit({ type: 'deviceLost', reason: 'reset' });
  service.fail(new WeftError('gpu-error', 'The GPU refused a command: x'));
  await run.catch(() => undefined);
  const { failure: error, options } = store.run.value;
  const made = makePageDiagnostic({
    error,
    log: store.log,
    adapter,
    config: options,
    search: '?epochs=2',
    navigator: NAVIGATOR,
  });
  const file = v.parse(diagnosticSchema, JSON.parse(JSON.stringify(made)));
  expect(file).toMatchObject({
    work: 'page',
    asked: { epochs: '2' },
    adapter: { vendor: adapter.vendor },
    config: { epochs: sampleOptions().epochs },
    errors: [{ code: 'gpu-error', message: 'The GPU refused a command: x' }],
    versions: { browser: NAVIGATOR.userAgent, system: NAVIGATOR.platform, node: null },
  });
  expect(file.log.map(({ what }) => what)).toEqual(['train', 'runStarted', 'deviceLost', 'failed']);
  expect(file.log[2]?.details).toEqual({ reason: 'reset' });
});

it('is made before there is an adapter', () => {
  const store = createStore({
    service: createScriptedService(),
    address: { readSearch: () => '', replaceSearch: () => undefined },
    hasWebGpu: false,
  });
  const error = new WeftError('no-webgpu', 'None.');
  const log = store.log;
  const made = makePageDiagnostic({
    error,
    log,
    adapter: undefined,
    config: undefined,
    search: '',
    navigator: NAVIGATOR,
  });
  expect(v.parse(diagnosticSchema, made)).toMatchObject({ adapter: null, config: null, asked: {} });
});
