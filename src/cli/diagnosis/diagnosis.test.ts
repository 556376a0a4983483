import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WeftError, type WeftErrorCode } from '../../errors';
import { diagnosticSchema } from '../../run/diagnostic/diagnosticFile';
import { PRESET_DEFAULTS } from '../../run/options';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { CommandError } from '../commandError';
import { sayReported } from '../runCommand';
import { flagsOf } from './browserFacts';
import { type Diagnosis, type ReportedError, withDiagnosis } from './diagnosis';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-diagnosis-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a command that fails so leaves. */
async function fail(error: unknown, prepare: (diagnosis: Diagnosis) => void = () => undefined, runs = folder) {
  const options = { work: 'train', runtime: 'dawn', asked: { epochs: '2' }, folder: runs } as const;
  try {
    await withDiagnosis(options, async (diagnosis) => {
      prepare(diagnosis);
      throw error;
    });
  } catch (thrown) {
    const { reported } = thrown as ReportedError;
    const path = reported !== undefined && 'path' in reported ? reported.path : undefined;
    const file = path === undefined ? undefined : v.parse(diagnosticSchema, JSON.parse(readFileSync(path, 'utf8')));
    return { thrown, reported, path, file };
  }
  throw new Error('It did not fail.');
}

const LOST = new WeftError('device-lost', 'The GPU was lost.');

describe('a command that fails', () => {
  it('leaves what it knows beside its run, and names the file', async () => {
    const { thrown, path, file } = await fail(LOST, (diagnosis) => {
      diagnosis.runFolder = folder;
      diagnosis.adapter = SAMPLE_ADAPTER;
      diagnosis.config = PRESET_DEFAULTS.quick;
      diagnosis.log.hear({ type: 'deviceLost' });
    });
    expect(thrown).toBe(LOST);
    expect(path).toBe(join(folder, 'diagnostic.json'));
    expect(file).toMatchObject({
      work: 'train',
      asked: { epochs: '2' },
      config: { preset: 'quick' },
      adapter: { vendor: SAMPLE_ADAPTER.vendor, features: SAMPLE_ADAPTER.features },
      errors: [{ code: 'device-lost' }],
      log: [{ what: 'deviceLost' }],
      versions: { node: process.version, tfjs: expect.stringMatching(/^\d/), dawn: expect.stringMatching(/^\d/) },
    });
    expect(sayReported(thrown, [])).toContain(join(folder, 'diagnostic.json'));
    expect(sayReported(thrown, ['--language', 'es'])).toMatch(/^Archivo de diagnóstico/);
  });

  it('before there is a run leaves one beside the runs, of which the newest twenty stay', async () => {
    const loose = join(folder, 'diagnostics');
    mkdirSync(loose);
    for (let i = 10; i < 60; i++) {
      writeFileSync(join(loose, `2026-01-01T00-00-${i}-aa.json`), '');
    }
    const { path } = await fail(new WeftError('no-adapter', 'None.'));
    expect(readdirSync(loose)).toHaveLength(20);
    expect(readdirSync(loose).map((name) => join(loose, name))).toContain(path);
  });

  it.each<[string, unknown]>([
    ['an exception that was not foreseen', new TypeError('x is undefined')],
    ['what is no error', 'text'],
    ['a page that crashed', new CommandError('The page crashed.', { isFault: true })],
    ...(['gpu-error', 'gpu-silent', 'wrong-result', 'shader-error', 'no-webgpu', 'out-of-memory'] as const).map(
      (code): [string, unknown] => [code, new WeftError(code, 'No.')],
    ),
  ])('by %s leaves one', async (_, error) => {
    expect((await fail(error)).file?.errors).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['a sentence for its user', new CommandError('Give another port.')],
    ...(['bad-option', 'bad-dataset', 'bad-run', 'bad-checkpoint', 'file-not-written'] satisfies WeftErrorCode[]).map(
      (code): [string, unknown] => [code, new WeftError(code, 'No.')],
    ),
  ])('by %s leaves none', async (_, error) => {
    expect((await fail(error)).reported).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says why where it cannot be written, and fails with its own error', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { thrown, reported } = await fail(LOST, undefined, join(folder, 'file'));
    expect(thrown).toBe(LOST);
    expect(reported).toEqual({ notWritten: expect.stringContaining('ENOTDIR') });
    expect(sayReported(thrown, [])).toContain('could not be written');
  });
});

it('takes no folders from a command line', () => {
  const line =
    '/opt/chrome --use-webgpu-adapter=swiftshader --user-data-dir=/home/ann/x --remote-debugging-pipe --a="b c" --type=x';
  expect(flagsOf(line)).toEqual(['--use-webgpu-adapter=swiftshader', '--a="b c"', '--type=x']);
});
