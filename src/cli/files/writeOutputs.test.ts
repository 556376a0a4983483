import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WeftError } from '../../errors';
import { sampleRun } from '../../run/testing/sampleRun';
import { WORDS } from '../../words';
import { requireOutputs } from './outputs';
import { runContents } from './runContents';
import { writeOutputs } from './writeOutputs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-outputs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const CONTENTS = runContents(sampleRun('quick'), 'en');

function threeOutputs() {
  mkdirSync(join(folder, 'gone'), { recursive: true });
  return requireOutputs(
    [
      { option: 'json', content: 'run', path: join(folder, 'run.json') },
      { option: 'csv', content: 'csv', path: join(folder, 'gone', 'run.csv') },
      { option: 'report', content: 'report', path: join(folder, 'report.html') },
    ],
    { isForced: false },
  );
}

it('writes the others where one cannot be written, and says which are where', async () => {
  const outputs = threeOutputs();
  rmSync(join(folder, 'gone'), { recursive: true });
  const error: WeftError = await writeOutputs(outputs, CONTENTS, '2026-11-25T10-00-00-abcdef').then(
    () => expect.unreachable(),
    (thrown) => thrown,
  );
  expect(readdirSync(folder).sort()).toEqual(['report.html', 'run.json']);
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe(CONTENTS.run?.());
  expect(error.code).toBe('file-not-written');
  const named = [join(folder, 'gone', 'run.csv'), 'ENOENT', join(folder, 'run.json'), join(folder, 'report.html')];
  for (const text of [...named, 'npm run runs -- export 2026-11-25T10-00-00-abcdef']) {
    expect(error.message).toContain(text);
    expect(WORDS.es.errors.say(error)).toContain(text);
  }
  expect(error.message).toContain(`Written: ${join(folder, 'run.json')}, ${join(folder, 'report.html')}.`);
});

it('goes on after a content that cannot be made', async () => {
  const broken = () => {
    throw new Error('no such figure');
  };
  await expect(writeOutputs(threeOutputs(), { ...CONTENTS, run: broken })).rejects.toThrow('no such figure');
  expect(readdirSync(folder).sort()).toEqual(['gone', 'report.html']);
});

it('says what it wrote', async () => {
  const written = await writeOutputs(threeOutputs(), CONTENTS);
  expect(written.map(({ path }) => path)).toEqual(threeOutputs().map(({ path }) => path));
  expect(written[0]?.bytes).toBe(readFileSync(join(folder, 'run.json')).byteLength);
});

it.runIf(process.platform === 'linux')('writes into a device as it is, and says where that is full', async () => {
  const outputs = requireOutputs(
    [
      { option: 'json', content: 'run', path: '/dev/full' },
      { option: 'csv', content: 'csv', path: '/dev/null' },
    ],
    { isForced: false },
  );
  await expect(writeOutputs(outputs, CONTENTS)).rejects.toThrow(/^\/dev\/full could not .* Written: \/dev\/null\.$/);
});
