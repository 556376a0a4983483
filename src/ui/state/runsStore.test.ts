import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { bestEpochOf } from '../../run/bestEpoch';
import { decodeCheckpoint, encodeCheckpoint } from '../../run/checkpoint/checkpointFile';
import { bestAccuracy } from '../../run/keptRun';
import type { TrainOptions } from '../../run/options';
import { sampleRun } from '../../run/testing/sampleRun';
import { sampleCheckpoint } from '../../testing/sampleCheckpoint';
import { RunDatabase } from '../runs/runDatabase';
import { createBrowser, createRunsBench, type RunsBench } from '../testing/runsBench';
import { runStarted, sampleOptions, sampleRunFile } from '../testing/sampleRun';
import { createRunsSelection } from './runsSelection';
import type { ListedRun } from './runsStore';

/** Those of the one member that `sampleCheckpoint` has, after one epoch and two steps. */
const OPTIONS = sampleOptions({ normalizations: 'scale', epochs: '3' });
const CHECKPOINT = await encodeCheckpoint(sampleCheckpoint({ config: OPTIONS }));

/** Starts a run, and waits until it has its place. */
async function start({ runs, store }: RunsBench, options: TrainOptions = OPTIONS) {
  await store.connect();
  const run = runs.train(options);
  run.catch(() => undefined);
  await expect.poll(() => runs.currentId.value).toBeDefined();
  await runs.refresh();
  return { run };
}

/** A run that a killed tab leaves after its first checkpoint. */
async function leave(browser: ReturnType<typeof createBrowser>, checkpoint: Uint8Array<ArrayBuffer> | undefined) {
  const tab = browser.openTab();
  await start(tab);
  await (checkpoint && tab.service.keeping.keep?.(checkpoint.slice()));
  tab.kill();
  const next = browser.openTab();
  await next.store.connect();
  await next.runs.refresh();
  return next;
}

const states = ({ runs }: RunsBench) => runs.runs.value?.map(({ about }) => about.state);
const firstOf = ({ runs }: RunsBench) => {
  const [first] = runs.runs.value ?? [];
  if (first === undefined) {
    throw new Error('no run is listed');
  }
  return first;
};

describe('a run of the page', () => {
  it('is kept with what it ended with, beside those before it', async () => {
    const tab = createRunsBench();
    for (const seeds of ['1', '2']) {
      const { run } = await start(tab, sampleOptions({ seeds }));
      tab.service.finish(sampleRun('quick', sampleOptions({ seeds })));
      await run;
    }
    expect(states(tab)).toEqual(['finished', 'finished']);
    expect(tab.runs.runs.value?.map(({ about }) => about.name)).toEqual(
      expect.arrayContaining([expect.stringContaining('seeds 2'), expect.not.stringContaining('seeds')]),
    );
    const files = await tab.runs.read(tab.runs.runs.value?.map(({ about }) => about) ?? []);
    expect(files.map(({ config }) => config.seeds).sort()).toEqual([1, 2]);
    expect(tab.runs.runs.value?.every(({ hasCheckpoint, isHeld }) => !hasCheckpoint && !isHeld)).toBe(true);
  });

  it('that fails keeps why, its checkpoint and its whole epochs', async () => {
    const tab = createRunsBench();
    const { run } = await start(tab);
    await tab.service.keeping.keep?.(CHECKPOINT.slice());
    tab.service.fail(new WeftError('device-lost', 'The device was lost.'));
    await expect(run).rejects.toThrow('The device was lost.');
    const { about, hasCheckpoint } = firstOf(tab);
    expect(about).toMatchObject({
      state: 'failed',
      failure: 'The device was lost.',
      reached: { commit: 'abc1234', dataset: '0'.repeat(64), epochsDone: 1, stepsDone: 2 },
    });
    expect(hasCheckpoint).toBe(true);
    const [file] = await tab.runs.read([about]);
    expect(file).toMatchObject({ status: 'stopped', config: OPTIONS });
    expect(file?.members.map(({ history, status }) => [history.length, status])).toEqual([[1, 'stopped']]);
    await tab.runs.open(about);
    expect(tab.store.run.value).toMatchObject({ status: 'stopped', options: OPTIONS, stepsDone: 4 });
    expect(tab.store.run.value.members[0]?.validation).toEqual([{ position: 1, loss: 0.5, accuracy: 0.5 }]);
  });

  it('goes on where nothing can be kept, and says so', async () => {
    const database = new RunDatabase('refusing');
    database.create = () => Promise.reject(new DOMException('Not in a private window.', 'InvalidStateError'));
    const tab = createRunsBench({ database });
    await tab.store.connect();
    const run = tab.runs.train(OPTIONS);
    await expect.poll(() => tab.runs.notKept.value).toEqual({ kind: 'refused', reason: 'Not in a private window.' });
    await expect(tab.service.keeping.keep?.(CHECKPOINT.slice())).rejects.toThrow('Not in a private window.');
    tab.service.finish(sampleRunFile(OPTIONS));
    await expect(run).resolves.toMatchObject({ status: 'finished' });
    expect(tab.runs.notKept.value).toBeDefined();
  });

  it('goes on when the storage is full, says so while it is, and keeps what it had', async () => {
    const database = new RunDatabase('full');
    const tab = createRunsBench({ database });
    const { run } = await start(tab);
    const { keep } = tab.service.keeping;
    await keep?.(CHECKPOINT.slice());
    const change = database.change.bind(database);
    database.change = () => Promise.reject(new DOMException('Too much.', 'QuotaExceededError'));
    await expect(keep?.(CHECKPOINT.slice())).rejects.toThrow('Too much.');
    expect(tab.runs.notKept.value?.kind).toBe('full');
    database.change = change;
    await keep?.(CHECKPOINT.slice());
    expect(tab.runs.notKept.value).toBeUndefined();
    tab.service.finish(sampleRunFile(OPTIONS));
    await run;
    expect(states(tab)).toEqual(['finished']);
  });
});

describe('a run that was interrupted', () => {
  it('is offered, and goes on from its checkpoint under its own name', async () => {
    const tab = await leave(createBrowser(), CHECKPOINT);
    const [offered] = tab.runs.interrupted.value;
    expect(offered).toMatchObject({ hasCheckpoint: true, about: { state: 'unfinished', reached: { epochsDone: 1 } } });
    const going = tab.runs.goOn(firstOf(tab).about);
    await expect.poll(() => tab.service.keeping.options?.resumeFrom).toBeDefined();
    const { file } = tab.service.keeping.options?.resumeFrom ?? { file: new Uint8Array() };
    expect(await decodeCheckpoint(file, 'it')).toMatchObject({ underWay: [{ loop: { epochsDone: 1, stepsDone: 2 } }] });
    expect(tab.runs.interrupted.value).toEqual([]);
    tab.service.emit(runStarted(OPTIONS));
    tab.service.finish(sampleRunFile(OPTIONS));
    await going;
    expect(states(tab)).toEqual(['finished']);
    expect(firstOf(tab)).toMatchObject({ hasCheckpoint: false, about: { id: offered?.about.id } });
  });

  it('before its first checkpoint starts again in its place', async () => {
    const tab = await leave(createBrowser(), undefined);
    expect(tab.runs.interrupted.value[0]?.hasCheckpoint).toBe(false);
    const { about } = firstOf(tab);
    expect(await tab.runs.read([about])).toEqual([]);
    expect(tab.runs.problem.value).toEqual({ kind: 'nothing-known', name: about.name });
    const going = tab.runs.goOn(about);
    await expect.poll(() => tab.store.run.value.status).toBe('running');
    expect(tab.service.keeping.options?.resumeFrom).toBeUndefined();
    tab.service.finish(sampleRunFile(OPTIONS));
    await going;
    expect(states(tab)).toEqual(['finished']);
  });

  it('stays as it was when its checkpoint is refused', async () => {
    const tab = createRunsBench();
    const { run } = await start(tab);
    await tab.service.keeping.keep?.(CHECKPOINT.slice());
    tab.service.finish({ ...sampleRunFile(OPTIONS), status: 'stopped' });
    await run;
    const going = tab.runs.goOn(firstOf(tab).about);
    await expect.poll(() => tab.store.run.value.status).toBe('running');
    tab.service.fail(new WeftError('bad-checkpoint', 'Of another adapter.'));
    await going;
    expect(tab.store.run.value).toMatchObject({ status: 'failed', failure: { message: 'Of another adapter.' } });
    expect(firstOf(tab)).toMatchObject({ hasCheckpoint: true, about: { state: 'stopped' } });
  });
});

describe('a run that was stopped', () => {
  it('is tested as it is, shows that at once, and can still go on', async () => {
    const tab = createRunsBench();
    const { run } = await start(tab);
    await tab.service.keeping.keep?.(CHECKPOINT.slice());
    tab.service.finish(sampleRun('quick', OPTIONS, { isStopped: true }));
    await run;
    expect(bestAccuracy(firstOf(tab).result ?? sampleRun('quick'))).toBeUndefined();
    const testing = tab.runs.test(firstOf(tab).about);
    await expect.poll(() => tab.service.keeping.options).toMatchObject({ isOver: true, resumeFrom: {} });
    tab.service.emit(runStarted(OPTIONS));
    const { members, summary } = sampleRun('quick', OPTIONS);
    const epochs = OPTIONS.epochs - 1;
    const tested = members.map((member) => ({
      ...member,
      status: 'stopped' as const,
      history: member.history.slice(0, epochs),
      diagnostics: member.diagnostics.slice(0, epochs + 1),
      bestEpoch: bestEpochOf(member.history.slice(0, epochs)),
    }));
    const stopped = sampleRun('quick', OPTIONS, { isStopped: true });
    tab.service.finish({ ...stopped, members: tested, summary });
    await testing;
    expect(bestAccuracy(firstOf(tab).result ?? stopped)).toBe(summary[0]?.testAccuracy.mean);
    expect(firstOf(tab)).toMatchObject({ hasCheckpoint: true, about: { state: 'stopped' } });
  });
});

describe('two tabs', () => {
  it('are never at one run: what the first trains is neither offered nor taken by the second', async () => {
    const browser = createBrowser();
    const [first, second] = [browser.openTab(), browser.openTab()];
    await start(first);
    await first.service.keeping.keep?.(CHECKPOINT.slice());
    await second.store.connect();
    await second.runs.refresh();
    expect(second.runs.interrupted.value).toEqual([]);
    const { about } = firstOf(second);
    await second.runs.goOn(about);
    await second.runs.remove([about]);
    expect(second.runs.problem.value).toEqual({ kind: 'in-use', name: about.name });
    expect(states(second)).toEqual(['unfinished']);
    first.kill();
    await expect.poll(() => second.runs.interrupted.value.length).toBe(1);
  });
});

describe('a run that is deleted', () => {
  it('is out of the list and comes back whole by undo, until another is deleted', async () => {
    const browser = createBrowser();
    const tab = await leave(browser, CHECKPOINT);
    const { about } = firstOf(tab);
    await tab.runs.remove([about]);
    expect([tab.runs.runs.value, tab.runs.interrupted.value]).toEqual([[], []]);
    await tab.runs.undo();
    expect(firstOf(tab)).toMatchObject({ hasCheckpoint: true, about });
    await tab.runs.remove([about]);
    const { run } = await start(tab);
    tab.service.finish(sampleRunFile(OPTIONS));
    await run;
    await tab.runs.remove([firstOf(tab).about]);
    await tab.runs.undo();
    expect(states(tab)).toEqual(['finished']);
    const later = browser.openTab();
    await later.runs.refresh();
    expect(states(later)).toEqual(['finished']);
  });
});

const fileOf = (name: string, text: string) => ({ name, size: text.length, text: async () => text });

describe('a run file', () => {
  it('is brought in once, under its name, and goes out as it came', async () => {
    const tab = createRunsBench();
    const file = { ...sampleRun('study'), name: 'Ours' };
    const given = fileOf('ours.json', JSON.stringify(file));
    expect(await tab.runs.bringIn([given, given])).toBe(1);
    expect(await tab.runs.bringIn([given])).toBe(0);
    const { about } = firstOf(tab);
    expect(about).toMatchObject({ name: 'Ours', state: 'finished', startedAt: file.startedAt });
    expect(await tab.runs.read([about])).toEqual([file]);
    await tab.runs.rename(about, '  ');
    expect(firstOf(tab).about.name).toBe('study');
    const { name: _, ...unnamed } = file;
    expect(await tab.runs.read([firstOf(tab).about])).toEqual([unnamed]);
  });

  it('that is none is refused by its name, and the others are brought in', async () => {
    const tab = createRunsBench();
    const good = fileOf('good.json', JSON.stringify(sampleRun('quick')));
    expect(await tab.runs.bringIn([fileOf('bad.json', '{}'), good])).toBe(1);
    expect(tab.runs.problem.value).toMatchObject({ kind: 'failed', reason: { code: 'bad-run' } });
    expect(`${(tab.runs.problem.value as { reason: Error }).reason.message}`).toContain('bad.json');
  });

  it('keeps the name that it was given while it trained', async () => {
    const tab = createRunsBench();
    const { run } = await start(tab);
    await tab.runs.rename(firstOf(tab).about, 'Named');
    await tab.service.keeping.keep?.(CHECKPOINT.slice());
    tab.service.finish(sampleRunFile(OPTIONS));
    await run;
    expect(firstOf(tab).about).toMatchObject({ name: 'Named', state: 'finished' });
  });
});

describe('runs that are chosen', () => {
  it('are drawn by letters in the order of the list, and are no longer chosen when they are deleted', async () => {
    const tab = createRunsBench();
    const selection = createRunsSelection(tab.runs);
    const texts = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) =>
      JSON.stringify(sampleRun('quick', {}, { startedAt: `${day}T00:00:00.000Z` })),
    );
    await tab.runs.bringIn(texts.map((text, index) => fileOf(`${index}.json`, text)));
    const [newest, , oldest] = tab.runs.runs.value ?? [];
    selection.toggle(oldest?.about.id ?? '');
    selection.toggle(newest?.about.id ?? '');
    await expect.poll(() => selection.overlaid.value.map(({ letter }) => letter)).toEqual(['A', 'B']);
    expect(selection.overlaid.value.map(({ file }) => file.startedAt.slice(0, 10))).toEqual([
      '2026-01-03',
      '2026-01-01',
    ]);
    expect(selection.isAll.value).toBe(false);
    selection.toggleAll();
    expect(selection.chosen.value).toHaveLength(3);
    await tab.runs.remove([newest as ListedRun].map(({ about }) => about));
    expect(selection.chosen.value).toHaveLength(2);
    selection.toggleAll();
    expect(selection.chosen.value).toEqual([]);
  });
});
