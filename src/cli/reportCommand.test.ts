import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseReportCommand } from './reportCommand';

const folder = mkdtempSync(join(tmpdir(), 'weft-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the report command', () => {
  test('writes beside the first run, in English, unless told otherwise', () => {
    expect(parseReportCommand([join(folder, 'study.json'), 'rates.json'])).toEqual({
      runPaths: [join(folder, 'study.json'), resolve('rates.json')],
      outputs: [{ option: 'out', content: 'report', path: join(folder, 'study.html'), isForced: false }],
      language: 'en',
    });
    const given = parseReportCommand(['study.json', '--out', join(folder, 'x.html'), '--language', 'es']);
    expect(given).toMatchObject({ outputs: [{ path: join(folder, 'x.html') }], language: 'es' });
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

test('the report never replaces a run that it is made from', () => {
  const path = join(folder, 'run.json');
  writeFileSync(path, '');
  expect(() => parseReportCommand([path, '--out', path, '--force'])).toThrow('a file that is read; name another one.');
});
