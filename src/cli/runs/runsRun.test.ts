import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newKeptRun } from '../../run/keptRun';
import { PRESET_DEFAULTS } from '../../run/options';
import { readLastFailures } from '../doctor/history';
import { parseRunsCommand } from './runsCommand';
import { carryOutRuns } from './runsRun';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a terminal acts on nothing that a kept run says', async () => {
  const run = newKeptRun({ config: PRESET_DEFAULTS.quick, runtime: 'dawn' }, new Date(0), Uint8Array.of(1));
  const hostile = 'a\u001b[2Jb\u202ec';
  mkdirSync(join(folder, run.id));
  const about = { ...run, name: hostile, state: 'failed', failure: hostile };
  writeFileSync(join(folder, run.id, 'about.json'), JSON.stringify(about));
  const said: string[] = [];
  await carryOutRuns(parseRunsCommand(['list', '--runs', folder], {}), (text) => said.push(text));
  expect(said.join('\n')).toContain('ab\ufffdc');
  expect(readLastFailures(folder)).toMatchObject([{ what: 'ab\ufffdc' }]);
});
