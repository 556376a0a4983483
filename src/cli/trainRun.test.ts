import { EventEmitter } from 'node:events';
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
import { Diagnosis, type ReportedError, withDiagnosis } from './diagnosis/diagnosis';
import { createInterruption } from './interruption';
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

it('an interruption also stops the run that begins where the one that it met cannot go on', async () => {
  const command = parseTrainCommand(['--runs', folder, '--epochs', '2'], {});
  const config = parseTrainOptions(command.raw, SAMPLE_ADAPTER);
  const kept = await new RunFolder(folder).create({ config, runtime: 'browser' });
  await kept.writeCheckpoint(Uint8Array.of(1));
  await kept.release();
  const signals = new EventEmitter();
  const interruption = createInterruption({ signals, exit: vi.fn(), nowMs: () => 0 });
  const told: string[] = [];
  let runs = 0;
  const training = runTraining(
    {
      describeAdapter: async () => SAMPLE_ADAPTER,
      resolveOptions: async () => config,
      train: async (_, onEvent) => {
        runs += 1;
        if (runs === 1) {
          onEvent({ type: 'phaseChanged', phase: 'loading-data', done: 1, total: 4 });
          signals.emit('SIGINT');
          throw new WeftError('bad-checkpoint', 'It is cut off.');
        }
        onEvent({ type: 'deviceLost', reason: 'reset' });
        onEvent({ type: 'deviceLost', reason: 'reset' });
        throw new WeftError('gpu-error', 'That was all.');
      },
      stop: async () => {
        told.push(`run ${runs}`);
      },
    },
    command,
    interruption,
    new Diagnosis(diagnosisOf(command)),
  );
  await expect(training).rejects.toThrow('That was all.');
  expect(told).toEqual(['run 1', 'run 2']);
});
