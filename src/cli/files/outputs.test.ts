import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleBench } from '../../bench/testing/sampleBench';
import { sampleRun } from '../../run/testing/sampleRun';
import { refusalOf } from '../../testing/refusal';
import { type AskedOutput, type OutputRules, requireOutputs } from './outputs';
import { formatJson, runContents } from './runContents';
import { writeOutputs } from './writeOutputs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-outputs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const RUN = sampleRun('quick', { normalizations: ['raw', 'scale'] });
const CONTENTS = { ...runContents(RUN, 'en'), bench: () => formatJson(sampleBench()) };
const FREE: OutputRules = { isForced: false };
const at = (...names: string[]) => join(folder, ...names);
const [JSON_OUTPUT, CSV_OUTPUT] = [
  { option: 'json', content: 'run' },
  { option: 'csv', content: 'csv' },
] as const;

function two(json: string, csv: string): readonly AskedOutput[] {
  return [
    { ...JSON_OUTPUT, path: json },
    { ...CSV_OUTPUT, path: csv },
  ];
}

const refusal = (asked: readonly AskedOutput[], rules = FREE) =>
  refusalOf('bad-option', () => requireOutputs(asked, rules));

describe('two outputs', () => {
  it('are two files', () => {
    expect(requireOutputs(two(at('a'), at('b')), FREE)).toHaveLength(2);
  });

  it.each<[string, () => [string, string]]>([
    ['the same path', () => [at('a'), at('a')]],
    ['another spelling', () => [at('a'), at('x', '..', '.', 'a')]],
    ['another case, with nothing there', () => [at('Run.json'), at('run.JSON')]],
    ['another writing of an accent', () => [at('é'), at('e\u0301')]],
    [
      'a symbolic link to the other',
      () => {
        symlinkSync(at('a'), at('b'));
        return [at('a'), at('b')];
      },
    ],
    [
      'a link to a link to a file that is not there yet',
      () => {
        symlinkSync('b', at('c'));
        symlinkSync('a', at('b'));
        return [at('c'), at('a')];
      },
    ],
    [
      'a linked folder',
      () => {
        mkdirSync(at('folder'));
        symlinkSync(at('folder'), at('link'));
        return [at('folder', 'a'), at('link', 'a')];
      },
    ],
    [
      'a second name on the disk',
      () => {
        writeFileSync(at('a'), '');
        linkSync(at('a'), at('b'));
        return [at('a'), at('b')];
      },
    ],
  ])('are refused as %s', (_, make) => {
    mkdirSync(at('x'));
    const [json, csv] = make();
    expect(refusal(two(json, csv))).toMatch(/^Options json and csv lead to one file, .*; each needs its own\.$/);
  });
});

describe('what is there', () => {
  const CASES = [
    ['json', 'run'],
    ['csv', 'csv'],
    ['report', 'report'],
    ['json', 'bench'],
  ] as const;

  it.each(CASES)('is replaced by --%s where it is a %s that Weft wrote', async (option, content) => {
    const asked = [{ option, content, path: at('file') }];
    await writeOutputs(requireOutputs(asked, FREE), CONTENTS);
    const before = readFileSync(at('file'), 'utf8');
    await writeOutputs(requireOutputs(asked, FREE), CONTENTS);
    expect(readFileSync(at('file'), 'utf8')).toBe(before);
  });

  it.each(CASES)(
    'is not replaced by --%s, a %s, where it is anything else, but with --force',
    async (option, content) => {
      const asked = [{ option, content, path: at('file') }];
      const others = CASES.map(([, other]) => other).filter((other) => other !== content);
      for (const text of [
        'notes',
        '{"schema":"mine/1"}',
        '<!doctype html>\n',
        ...(await Promise.all(others.map((other) => CONTENTS[other]?.() ?? ''))),
      ]) {
        writeFileSync(at('file'), text);
        expect(refusal(asked)).toMatch(/^File .* is there and is not .* of Weft; name another one, .* with --force\.$/);
        expect(readFileSync(at('file'), 'utf8')).toBe(text);
      }
      await writeOutputs(requireOutputs(asked, { isForced: true }), CONTENTS);
      expect(readFileSync(at('file'), 'utf8')).toBe(await CONTENTS[content]?.());
    },
  );

  it('is no hindrance where it is empty', () => {
    writeFileSync(at('a'), '');
    expect(requireOutputs(two(at('a'), at('b')), FREE)).toHaveLength(2);
  });

  it('is not replaced where it came while the command ran', async () => {
    const outputs = requireOutputs(two(at('a'), at('b')), FREE);
    writeFileSync(at('a'), 'notes');
    await expect(writeOutputs(outputs, CONTENTS)).rejects.toThrow(`Written: ${at('b')}.`);
    expect(readFileSync(at('a'), 'utf8')).toBe('notes');
  });

  it('is not replaced where the command reads it, even with --force', async () => {
    writeFileSync(at('run.json'), (await CONTENTS.run?.()) ?? '');
    symlinkSync(at('run.json'), at('out.html'));
    const asked = [{ option: 'out', content: 'report', path: at('out.html') }] as const;
    expect(refusal(asked, { isForced: true, inputs: [at('run.json')] })).toMatch(/a file that is read; name another/);
  });

  it('may be written where an input cannot be looked at, as that has its own refusal', () => {
    symlinkSync('circle', at('circle'));
    for (const input of [at('x'.repeat(5000)), at('circle')]) {
      const asked = [{ option: 'out', content: 'report', path: at('out.html') }] as const;
      expect(requireOutputs(asked, { isForced: false, inputs: [input] })).toHaveLength(1);
    }
  });
});

it.each([
  ['', 'must be the path of a file'],
  ['.', 'must be the path of a file'],
  ['missing/', 'must be the path of a file'],
  ['no/such/folder/x', 'there is no folder'],
  ['file/x', 'there is no folder'],
  ['circle', 'cannot be written: ELOOP'],
  ['x'.repeat(5000), 'cannot be written: ENAMETOOLONG'],
])('refuses the path "%s"', (path, message) => {
  writeFileSync(at('file'), '');
  symlinkSync('circle', at('circle'));
  expect(refusal([{ ...JSON_OUTPUT, path: path === '' ? '' : `${folder}/${path}` }])).toContain(message);
});
