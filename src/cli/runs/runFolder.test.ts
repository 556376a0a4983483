import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeCheckpoint } from '../../run/checkpoint/checkpointFile';
import { PRESET_DEFAULTS } from '../../run/options';
import { readRunFile } from '../../run/readRunFile';
import { sampleCheckpoint } from '../../testing/sampleCheckpoint';
import { RunFolder, runsFolder } from './runFolder';

const RUN = { config: PRESET_DEFAULTS.quick, runtime: 'dawn' } as const;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'weft-runs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('where runs are', () => {
  it('is in the user’s data, or nowhere for a user without a home', () => {
    const noHome = () => {
      throw new Error('no home');
    };
    expect(runsFolder({}, () => '/home/ada')).toBe('/home/ada/.local/share/weft/runs');
    expect(runsFolder({ XDG_DATA_HOME: '/data' }, noHome)).toBe('/data/weft/runs');
    expect(runsFolder({}, noHome)).toBeUndefined();
  });
});

describe('a folder of runs', () => {
  it('has none before the first, also where it is not there', () => {
    expect(new RunFolder(join(root, 'none')).list()).toEqual([]);
  });

  it('lists them, the newest first, and what is no run not at all', async () => {
    const folder = new RunFolder(root);
    await folder.create(RUN, new Date('2026-01-02T03:04:05Z'));
    await folder.create(RUN, new Date('2026-01-02T03:04:06Z'));
    writeFileSync(join(root, 'notes.txt'), 'mine');
    expect(folder.list().map(({ id, state }) => [id.slice(0, 19), state])).toEqual([
      ['2026-01-02T03-04-06', 'unfinished'],
      ['2026-01-02T03-04-05', 'unfinished'],
    ]);
    expect(folder.find('../..')).toBeUndefined();
  });

  it('takes away what was left by a command that was killed while it made one, and nothing else', async () => {
    const [left, young, foreign] = ['2026-01-02T03-04-05-abcdef', '2026-01-02T03-04-06-abcdef', 'mine'];
    for (const name of [left, young, foreign]) {
      mkdirSync(join(root, name));
    }
    writeFileSync(join(root, left, 'lock'), '4194305');
    for (const name of [left, foreign]) {
      utimesSync(join(root, name), 0, 0);
    }
    const { about } = await new RunFolder(root).create(RUN);
    utimesSync(join(root, about.id), 0, 0);
    await new RunFolder(root).create(RUN);
    expect(readdirSync(root)).toEqual(expect.arrayContaining([young, foreign, about.id]));
    expect(readdirSync(root)).not.toContain(left);
  });

  it('gives a run to one command at a time, and to another when the first was killed', async () => {
    const folder = new RunFolder(root);
    const held = await folder.create(RUN);
    expect(await folder.hold(held.about)).toBeUndefined();
    await held.release();
    expect(await folder.hold(held.about)).toBeDefined();
    // No process has such a number.
    writeFileSync(join(root, held.about.id, 'lock'), '4194305');
    expect(await folder.hold(held.about)).toBeDefined();
  });

  it('gives a run that was left by a killed command to one of many that want it at once', async () => {
    const folder = new RunFolder(root);
    const { about } = await folder.create(RUN);
    for (let round = 0; round < 20; round++) {
      writeFileSync(join(root, about.id, 'lock'), '4194305');
      const held = (await Promise.all(Array.from({ length: 8 }, () => folder.hold(about)))).filter(Boolean);
      expect(held).toHaveLength(1);
      expect(readdirSync(join(root, about.id)).sort()).toEqual(['about.json', 'lock']);
    }
  });

  it('takes a lock without a number for one that is being made, for some seconds', async () => {
    const folder = new RunFolder(root);
    const { about } = await folder.create(RUN);
    const lock = join(root, about.id, 'lock');
    writeFileSync(lock, '');
    expect(await folder.hold(about)).toBeUndefined();
    utimesSync(lock, new Date(0), new Date(0));
    expect(await folder.hold(about)).toBeDefined();
  });

  it('keeps the last checkpoint whole, and none once the run has finished', async () => {
    const folder = new RunFolder(root);
    const held = await folder.create(RUN);
    expect(folder.checkpointBytes(held.about)).toBeUndefined();
    await held.writeCheckpoint(Uint8Array.of(1, 2, 3));
    await held.writeCheckpoint(Uint8Array.of(4, 5));
    expect([...(await held.readCheckpoint())]).toEqual([4, 5]);
    const run = readRunFile(readFileSync('results/2026-11-23-study.json', 'utf8'), 'study.json');
    await held.end(run);
    await held.release();
    expect(readdirSync(join(root, held.about.id)).sort()).toEqual(['about.json', 'run.json']);
    expect(folder.find(held.about.id)).toMatchObject({ state: 'finished' });
    expect(folder.readResult(held.about)).toEqual(run);
  });
});

it('knows of a run that failed what its last checkpoint tells, and nothing before the first', async () => {
  const config = { ...PRESET_DEFAULTS.quick, normalizations: ['scale' as const] };
  const folder = new RunFolder(root);
  const held = await folder.create({ config, runtime: 'dawn' });
  expect(await folder.readRun(held.about)).toBeUndefined();
  await held.writeCheckpoint(await encodeCheckpoint(sampleCheckpoint({ config })));
  await held.change({ state: 'failed', failure: 'The device was lost.' });
  expect(folder.find(held.about.id)?.reached).toMatchObject({ commit: 'abc1234', epochsDone: 1, stepsDone: 2 });
  expect(await folder.readRun(held.about)).toMatchObject({
    status: 'stopped',
    members: [{ status: 'stopped', history: [{ epoch: 1, valLoss: 0.5 }], test: null }],
  });
});
