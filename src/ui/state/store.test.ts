import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import type { TrainerService } from '../../training/service/trainerService';
import { createPageApi } from '../pageApi';
import { createRunsBench } from '../testing/runsBench';
import { runStarted, sampleOptions, sampleRunFile } from '../testing/sampleRun';
import { createScriptedBench } from '../testing/scriptedBench';
import { createScriptedService } from '../testing/scriptedService';
import { createBenchStore } from './benchStore';
import { createStore } from './store';

function setUp(search = '', changes: Partial<TrainerService> = {}, hasWebGpu = true) {
  const page = { search };
  const service = createScriptedService(changes);
  const address = {
    readSearch: () => page.search,
    replaceSearch: (next: string) => {
      page.search = next;
    },
  };
  return { page, service, store: createStore({ service, address, hasWebGpu }) };
}

describe('the address', () => {
  it('gives the options, over the default preset of the adapter', async () => {
    const { page, store } = setUp('?epochs=7');
    await store.connect();
    expect(store.checked.value?.options).toMatchObject({ preset: 'quick', epochs: 7 });
    expect(page.search).toBe('?epochs=7');
  });

  it.each([
    ['?epochs=0', 'Option epochs is "0"; it must be a whole number from 1 to 1000.'],
    ['?colour=red', 'There is no option "colour"; known are preset,'],
    ['?epochs=1&epochs=2', 'Option epochs is given 2 times'],
  ])('that cannot be used (%s) leaves the defaults and one sentence', async (search, sentence) => {
    const { page, store } = setUp(search);
    await store.connect();
    expect(store.addressError.value?.message).toContain(sentence);
    expect(store.checked.value?.options).toMatchObject({ preset: 'quick', epochs: 3 });
    expect(page.search).toBe(search);
  });

  it('switches a callback on by its bare name', async () => {
    const { store } = setUp('?early-stopping&stopping-patience=5');
    await store.connect();
    expect(store.checked.value?.options).toMatchObject({ earlyStopping: 'on', stoppingPatience: 5 });
    expect(store.form.value?.earlyStopping).toBe('on');
  });

  it('follows every edit that can be used, and only those', async () => {
    const { page, store } = setUp('?epochs=0');
    await store.connect();
    store.edit('epochs', '5');
    expect(page.search).toBe('?preset=quick&epochs=5');
    expect(store.addressError.value).toBeUndefined();
    store.edit('epochs', '5x');
    expect(page.search).toBe('?preset=quick&epochs=5');
    expect(store.checked.value?.errors.epochs?.message).toContain('"5x"');
    expect(store.planned.value?.epochs).toBe(5);
  });
});

describe('the environment', () => {
  it('is unsupported without navigator.gpu, and the trainer is not asked', async () => {
    const { store } = setUp('', { describeAdapter: () => Promise.reject(new Error('asked')) }, false);
    await expect(store.connect()).rejects.toMatchObject({ code: 'no-webgpu' });
    expect(store.environment.value).toMatchObject({ kind: 'unsupported' });
  });

  it('is unsupported without an adapter, and broken after any other failure', async () => {
    const none = setUp('', { describeAdapter: () => Promise.reject(new WeftError('no-adapter', 'None here.')) });
    await expect(none.store.connect()).rejects.toMatchObject({ code: 'no-adapter' });
    expect(none.store.environment.value).toMatchObject({ kind: 'unsupported' });
    const broken = setUp('', { describeAdapter: () => Promise.reject(new Error('no script')) });
    await expect(broken.store.connect()).rejects.toMatchObject({ code: 'run-failed', message: 'no script' });
    expect(broken.store.environment.value).toMatchObject({ kind: 'broken' });
  });
});

describe('a run', () => {
  it('started from outside shows on the page like one of its own', async () => {
    const { page, service, store } = setUp();
    const heard: string[] = [];
    const options = sampleOptions();
    const bench = createBenchStore(createScriptedBench(), { readSearch: () => '', replaceSearch: () => undefined });
    const { runs } = createRunsBench({ store });
    const run = createPageApi({ store, runs, bench, service }).train(
      { normalizations: 'raw,scale', 'train-examples': '512', epochs: '2' },
      (event) => heard.push(event.type),
    );
    await expect.poll(() => store.run.value.status).toBe('running');
    service.emit(runStarted(options));
    expect(store.run.value.members).toHaveLength(2);
    expect(store.form.value?.trainExamples).toBe('512');
    expect(page.search).toBe('?preset=quick&normalizations=raw,scale&epochs=2&train-examples=512');
    service.finish(sampleRunFile(options));
    await expect(run).resolves.toMatchObject({ status: 'finished' });
    expect(heard).toEqual(['runStarted']);
    expect(store.run.value.status).toBe('finished');
  });

  it('that fails is shown as failed, rejects, and can be followed by another', async () => {
    const { service, store } = setUp();
    await store.connect();
    const failing = store.train(sampleOptions());
    service.fail(new WeftError('device-lost', 'The device was lost.'));
    await expect(failing).rejects.toMatchObject({ code: 'device-lost' });
    expect(store.run.value).toMatchObject({ status: 'failed', failure: { message: 'The device was lost.' } });
    const next = store.train(sampleOptions());
    expect(store.run.value).toMatchObject({ status: 'running', failure: undefined });
    service.finish(sampleRunFile());
    await next;
  });

  it('leaves its speed for the next plan with the same kernels', async () => {
    const { service, store } = setUp();
    await store.connect();
    expect(store.speeds.value).toEqual({});
    const run = store.train(sampleOptions());
    service.finish(sampleRunFile());
    await run;
    expect(store.speeds.value).toEqual({ weft: 1000 });
  });

  it('keeps another from starting beside it', async () => {
    const { service, store } = setUp();
    await store.connect();
    const run = store.train(sampleOptions());
    await expect(store.train(sampleOptions())).rejects.toThrow('A run is under way');
    service.finish(sampleRunFile());
    await run;
    expect(store.run.value.status).toBe('finished');
  });

  it('passes controls on while it is under way, and only then', async () => {
    const { service, store } = setUp();
    await store.connect();
    await store.pause();
    expect(service.calls).toEqual([]);
    const run = store.train(sampleOptions());
    await store.pause();
    expect(store.run.value.asked).toBe('pause');
    service.emit({ type: 'runPaused' });
    await store.resume();
    service.emit({ type: 'runResumed' });
    await store.stop();
    expect(service.calls).toEqual(['pause', 'resume', 'stop']);
    expect(store.run.value).toMatchObject({ status: 'running', asked: 'stop' });
    service.finish({ ...sampleRunFile(), status: 'stopped' });
    await run;
    expect(store.run.value).toMatchObject({ status: 'stopped', asked: undefined });
  });

  it('says so when a control could not be obeyed', async () => {
    const { service, store } = setUp('', { pause: () => Promise.reject(new Error('Too late.')) });
    await store.connect();
    const run = store.train(sampleOptions());
    await expect(store.pause()).rejects.toThrow('Too late.');
    expect(store.controlError.value?.message).toBe('Too late.');
    expect(store.run.value.asked).toBeUndefined();
    service.finish(sampleRunFile());
    await run;
  });
});
