import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sampleRun } from '../run/testing/sampleRun';
import { parseReportCommand } from './reportCommand';
import { requireReplaceable, writeReport } from './reportFile';

const folder = mkdtempSync(join(tmpdir(), 'weft-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the report command', () => {
  test('writes beside the first run, in English, unless told otherwise', () => {
    expect(parseReportCommand([join(folder, 'study.json'), 'rates.json'])).toEqual({
      runPaths: [join(folder, 'study.json'), resolve('rates.json')],
      outPath: join(folder, 'study.html'),
      language: 'en',
    });
    const given = parseReportCommand(['study.json', '--out', join(folder, 'x.html'), '--language', 'es']);
    expect(given).toMatchObject({ outPath: join(folder, 'x.html'), language: 'es' });
  });

  test.each([
    [['run.json', '--language', 'fr'], /^Option language is "fr"; it must be one of en, es\.$/],
    [
      ['run.json', '--out', 'no/such/folder/x.html'],
      /^Option out is "no\/such\/folder\/x\.html", but there is no folder/,
    ],
    [[], /^Missing required argument 'runs'; .*\.$/],
    [['run.json', '--html', 'x'], /^Unknown option '--html'.*\.$/],
  ] as const)('refuses %j in one sentence', (argv, sentence) => {
    expect(() => parseReportCommand(argv)).toThrow(sentence);
  });
});

describe('the report file', () => {
  const runs = [sampleRun('quick', { normalizations: ['raw', 'scale'] })];

  test('replaces an earlier report', () => {
    const path = join(folder, 'again.html');
    writeReport(path, runs, 'en');
    expect(() => writeReport(path, runs, 'es')).not.toThrow();
  });

  test('replaces nothing else', () => {
    const path = join(folder, 'run.json');
    writeFileSync(path, JSON.stringify(runs[0]));
    expect(() => requireReplaceable(path)).toThrow(/is there and is not a report of Weft; name another one/);
  });
});
