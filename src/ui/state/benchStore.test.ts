import { describe, expect, it } from 'vitest';
import { sampleBench, sampleRow } from '../../bench/testing/sampleBench';
import { WeftError } from '../../errors';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { createScriptedBench } from '../testing/scriptedBench';
import { createBenchStore } from './benchStore';

function setUp(search = '') {
  const page = { search };
  const service = createScriptedBench();
  const store = createBenchStore(service, {
    readSearch: () => page.search,
    replaceSearch: (next) => {
      page.search = next;
    },
  });
  const run = () => store.run(store.checked.value.options ?? expect.fail('no options'));
  return { page, service, store, run };
}

describe('the form', () => {
  it('reads the address and writes it', () => {
    const { page, store } = setUp('?suite=loss&peers=none&cases=loss/1x');
    expect(store.texts.value).toEqual({ suite: 'loss', peers: 'none', cases: 'loss/1x', budget: '', samples: '' });
    store.edit('peers', 'tfjs,jax-js');
    store.edit('cases', '');
    expect(page.search).toBe('?suite=loss&peers=tfjs,jax-js');
    store.edit('budget', '60');
    expect(store.checked.value.options).toMatchObject({ suites: ['loss'], budgetSeconds: 60 });
  });

  it('explains what is wrong with a field, shortly, and leaves the address', () => {
    const { page, store } = setUp();
    store.edit('cases', 'conv2d');
    expect(store.checked.value.options).toBeUndefined();
    expect(store.checked.value.errors.cases?.message).toMatch(
      /^Option cases names "conv2d", which fits no case; known are .{1,150}…$/,
    );
    store.edit('cases', '');
    store.edit('budget', '0');
    expect(store.checked.value.errors.budget?.message).toMatch(/^Option budget is "0"/);
    expect(page.search).toBe('');
  });

  it('says what an address cannot mean, and has the defaults', () => {
    const { store } = setUp('?suite=films');
    expect(store.addressError.value?.message).toMatch(/^Option suite is "films"/);
    expect(store.texts.value.suite).toBe('matmul,normalize,loss,adam,train,evaluate,other');
    store.edit('suite', 'loss');
    expect(store.addressError.value).toBeUndefined();
  });
});

describe('a bench', () => {
  it('shows its peaks and rows as they come, and ends with its file', async () => {
    const { store, service, run } = setUp('?suite=loss');
    const ended = run();
    const file = sampleBench();
    service.emit({ type: 'benchStarted', adapter: SAMPLE_ADAPTER, caseIds: ['a', 'b'] });
    service.emit({ type: 'benchProgressed', measuring: { caseId: 'a', place: 1, count: 2 }, shareDone: 0.5 });
    service.emit({ type: 'peaksMeasured', peaks: file.peaks });
    service.emit({ type: 'rowsMeasured', rows: [sampleRow()] });
    service.emit({ type: 'rowsMeasured', rows: [sampleRow({ implementation: 'tfjs' })] });
    expect(store.view.value).toMatchObject({
      status: 'running',
      measuring: { caseId: 'a', place: 1, count: 2 },
      shareDone: 0.5,
      peaks: file.peaks,
    });
    expect(store.view.value.rows.map(({ implementation }) => implementation)).toEqual(['weft', 'tfjs']);
    service.finish(file);
    await expect(ended).resolves.toBe(file);
    expect(store.view.value).toMatchObject({ status: 'finished', shareDone: 1, rows: file.rows });
    service.emit({ type: 'rowsMeasured', rows: [sampleRow()] });
    expect(store.view.value.rows).toBe(file.rows);
  });

  it('is one at a time, and can be stopped', async () => {
    const { store, service, run } = setUp();
    const ended = run();
    await expect(run()).rejects.toMatchObject({ code: 'run-failed' });
    await store.stop();
    expect(store.view.value.isStopping).toBe(true);
    expect(service.calls.at(-1)).toBe('stop');
    service.finish(sampleBench({ status: 'stopped' }));
    await ended;
    expect(store.view.value).toMatchObject({ status: 'stopped', isStopping: false });
    await store.stop();
    expect(service.calls.filter((call) => call === 'stop')).toHaveLength(1);
  });

  it('that fails says why, and another can be started', async () => {
    const { store, service, run } = setUp();
    const ended = run();
    service.fail(new WeftError('device-lost', 'The GPU was lost.'));
    await expect(ended).rejects.toMatchObject({ code: 'device-lost' });
    expect(store.view.value).toMatchObject({ status: 'failed', failure: { message: 'The GPU was lost.' } });
    run().catch(() => undefined);
    expect(store.view.value).toMatchObject({ status: 'running', failure: undefined });
  });
});
