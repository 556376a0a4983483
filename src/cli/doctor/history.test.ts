import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { PRESET_DEFAULTS } from '../../run/options';
import { withDiagnosis } from '../diagnosis/diagnosis';
import { RunFolder } from '../runs/runFolder';
import { readLastFailures, readTuning } from './history';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function keep(state: 'failed' | 'stopped', startedAt: string) {
  const held = await new RunFolder(folder).create(
    { config: PRESET_DEFAULTS.quick, runtime: 'dawn' },
    new Date(startedAt),
  );
  await held.change({ state, ...(state === 'failed' && { failure: `Failed at ${startedAt}.` }) });
  await held.release();
  return held;
}

describe('the last failures', () => {
  it('are those of runs and of commands without one, the newest first', async () => {
    const old = await keep('failed', '2020-01-01T00:00:00Z');
    const withFile = await keep('failed', '2020-01-02T00:00:00Z');
    writeFileSync(join(withFile.folder, 'diagnostic.json'), '{}');
    await keep('stopped', '2020-01-03T00:00:00Z');
    await withDiagnosis({ work: 'train', runtime: 'dawn', asked: {}, folder }, async () => {
      throw new WeftError('no-adapter', 'WebGPU found no adapter.');
    }).catch(() => undefined);
    writeFileSync(join(folder, 'diagnostics/damaged.json'), '{');
    const failures = readLastFailures(folder);
    expect(failures.map(({ what }) => what)).toEqual([
      'WebGPU found no adapter.',
      'Failed at 2020-01-02T00:00:00Z.',
      'Failed at 2020-01-01T00:00:00Z.',
    ]);
    expect(failures[0]?.where).toContain(join(folder, 'diagnostics'));
    expect(failures[1]?.where).toBe(join(withFile.folder, 'diagnostic.json'));
    expect(failures[2]?.where).toBe(old.about.id);
  });

  it('are five at most, and none where there are no runs', async () => {
    for (let day = 1; day <= 7; day++) {
      await keep('failed', `2020-01-0${day}T00:00:00Z`);
    }
    expect(readLastFailures(folder)).toHaveLength(5);
    expect(readLastFailures(undefined)).toEqual([]);
    expect(readLastFailures(join(folder, 'none'))).toEqual([]);
  });
});

it('tells what the tuning file remembers', () => {
  const path = join(folder, 'tuning.json');
  expect(readTuning(undefined).state).toBe('none');
  expect(readTuning(path).state).toBe('none');
  writeFileSync(path, JSON.stringify({ 'self-test/a': 'right', 'self-test/b': 'right', 'matmul/c': {} }));
  expect(readTuning(path)).toEqual({ state: 'ok', winners: 1, selfTests: 2 });
  for (const text of ['{', '[]', 'null']) {
    writeFileSync(path, text);
    expect(readTuning(path).state).toBe('damaged');
  }
  mkdirSync(join(folder, 'a-folder'));
  expect(readTuning(join(folder, 'a-folder')).state).toBe('damaged');
});
