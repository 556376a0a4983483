import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WeftError } from '../errors';
import { diagnosticSchema } from '../run/diagnostic/diagnosticFile';
import { parseTrainOptions } from '../run/options';
import { SAMPLE_ADAPTER } from '../testing/sampleAdapter';
import { WORDS } from '../words';
import { type ReportedError, withDiagnosis } from './diagnosis/diagnosis';
import { RunFolder } from './runs/runFolder';
import { carryOutRuns } from './runs/runsRun';
import { parseTrainCommand } from './trainCommand';
import { diagnosisOf, runTraining } from './trainRun';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-train-run-'));
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it('a run that the GPU fails leaves, beside it, all that a report needs', async () => {
  const command = parseTrainCommand(['--runs', folder, '--epochs', '2', '--dataset', 'fashion-mnist'], {});
  const message = 'The GPU refused a command: Buffer is destroyed';
  const failing = withDiagnosis(diagnosisOf(command), (diagnosis) =>
    runTraining(
      {
        describeAdapter: async () => ({ ...SAMPLE_ADAPTER, limits: { maxBufferSize: 5 } }),
        resolveOptions: async (raw) => parseTrainOptions(raw, SAMPLE_ADAPTER),
        train: async (_, onEvent) => {
          onEvent({ type: 'deviceLost', reason: 'reset' });
          throw new WeftError('gpu-error', message);
        },
        stop: async () => undefined,
      },
      command,
      { exitCode: 0, onInterrupt: () => () => undefined },
      diagnosis,
    ),
  );
  const { reported } = await failing.then(
    () => ({ reported: undefined }),
    (error: ReportedError) => error,
  );
  const path = reported !== undefined && 'path' in reported ? reported.path : '';
  const [run] = new RunFolder(folder).list();
  expect(dirname(path)).toBe(join(folder, run?.id ?? ''));
  expect(run).toMatchObject({ state: 'failed', failure: message });
  expect(readdirSync(folder)).toEqual([run?.id]);
  expect(v.parse(diagnosticSchema, JSON.parse(readFileSync(path, 'utf8')))).toMatchObject({
    work: 'train',
    adapter: { vendor: SAMPLE_ADAPTER.vendor, limits: { maxBufferSize: 5 } },
    asked: { epochs: '2', runtime: 'browser' },
    config: { epochs: 2 },
    errors: [{ code: 'gpu-error', message }],
    log: [{ what: 'deviceLost', details: { reason: 'reset' } }],
  });

  const said: string[] = [];
  const show = { action: 'show', ids: [run?.id ?? ''], folder, outputs: [], language: 'en' } as const;
  await carryOutRuns(show, (text) => said.push(text));
  expect(said.at(-1)).toBe(WORDS.en.terminal.diagnostic.written(path));
});
