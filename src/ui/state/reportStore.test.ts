import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { sampleRunFile } from '../testing/sampleRun';
import { type ChosenFile, createReportStore } from './reportStore';
import { IDLE_RUN, type RunView } from './runView';

function setUp() {
  const run = signal<RunView>(IDLE_RUN);
  return { run, store: createReportStore(run) };
}

const file = (name: string, text: string, size = text.length): ChosenFile => ({ name, size, text: async () => text });

/** Reads "good" as a run started at the file's name. */
function readRunFile(text: string, name: string) {
  if (text !== 'good') {
    throw new WeftError('bad-option', `${name} is not a run.`);
  }
  return { ...sampleRunFile(), startedAt: name };
}

const finished = (startedAt: string): RunView => ({
  ...IDLE_RUN,
  status: 'finished',
  file: { ...sampleRunFile(), startedAt },
});

describe('the source', () => {
  it('is the last run of the page that finished', () => {
    const { run, store } = setUp();
    expect(store.source.value).toEqual({ kind: 'none' });
    run.value = finished('one');
    expect(store.source.value).toMatchObject({ kind: 'page', runs: [{ startedAt: 'one' }] });
    run.value = { ...IDLE_RUN, status: 'running' };
    run.value = { ...finished('two'), status: 'stopped' };
    expect(store.source.value).toMatchObject({ kind: 'page', runs: [{ startedAt: 'one' }] });
    run.value = finished('three');
    expect(store.source.value).toMatchObject({ kind: 'page', runs: [{ startedAt: 'three' }] });
  });

  it('stays with opened files until the page’s run is asked for', async () => {
    const { run, store } = setUp();
    await store.open([file('a.json', 'good'), file('b.json', 'good')], readRunFile);
    run.value = finished('one');
    expect(store.source.value).toMatchObject({
      kind: 'files',
      names: ['a.json', 'b.json'],
      runs: [{ startedAt: 'a.json' }, { startedAt: 'b.json' }],
    });
    expect(store.hasPageRun.value).toBe(true);
    store.showPageRun();
    expect(store.source.value).toMatchObject({ kind: 'page', runs: [{ startedAt: 'one' }] });
  });
});

describe('opening files', () => {
  it('replaces nothing when one of them is bad, and says why', async () => {
    const { run, store } = setUp();
    run.value = finished('one');
    await store.open([file('a.json', 'good')], readRunFile);
    await store.open([file('b.json', 'good'), file('c.json', '{')], readRunFile);
    expect(store.error.value?.message).toBe('c.json is not a run.');
    expect(store.source.value).toMatchObject({ names: ['a.json'] });
    await store.open([file('d.json', 'good')], readRunFile);
    expect(store.error.value).toBeUndefined();
    expect(store.source.value).toMatchObject({ names: ['d.json'] });
  });

  it('does not read a file that is far too large', async () => {
    const { store } = setUp();
    const film = { ...file('film.mp4', ''), size: 3 * 2 ** 30, text: () => Promise.reject(new Error('was read')) };
    await store.open([film], readRunFile);
    expect(store.error.value?.message).toBe('film.mp4 has 3072 MiB; a run file has at most 64 MiB.');
  });

  it('does nothing when no file was chosen', async () => {
    const { store } = setUp();
    await store.open([file('a.json', 'good')], readRunFile);
    await store.open([], readRunFile);
    expect(store.source.value).toMatchObject({ names: ['a.json'] });
  });
});
