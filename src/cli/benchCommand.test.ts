import { describe, expect, it } from 'vitest';
import { sampleBench } from '../bench/testing/sampleBench';
import { WORDS } from '../words';
import { parseBenchCommand } from './benchCommand';
import { formatBenchSummary } from './benchSummary';

const SOFTWARE = { WEFT_ADAPTER: 'swiftshader' };

describe('parseBenchCommand', () => {
  it('hands on only the options that were given', () => {
    const argv = ['--suite', 'matmul,train', '--cases', '128x784x512', '--peers', 'tfjs,jax-js'];
    const { raw, adapter, runtime, outputs } = parseBenchCommand(argv, SOFTWARE);
    expect(raw).toEqual({ suite: 'matmul,train', cases: '128x784x512', peers: 'tfjs,jax-js' });
    expect([adapter, runtime, outputs]).toEqual(['swiftshader', 'browser', []]);
  });

  it('prints in English unless told otherwise', () => {
    expect(parseBenchCommand([], SOFTWARE)).toMatchObject({ language: 'en', raw: {} });
    expect(parseBenchCommand(['--language', 'es'], SOFTWARE)).toMatchObject({ language: 'es', raw: {} });
  });

  it.each([
    [
      ['--suite', 'conv'],
      'Option suite is "conv"; it must be a comma-separated list, each once, of matmul, normalize,',
    ],
    [['--cases', '9x9x9'], 'Option cases names "9x9x9", which fits no case; known are train/1x128/step,'],
    [
      ['--peers', 'numpy'],
      'Option peers is "numpy"; it must be a comma-separated list, each once, of tfjs, jax-js, or',
    ],
    [['--runtime', 'bun'], 'Option runtime is "bun"; it must be'],
    [['--suites', 'loss'], "Unknown option '--suites' (Did you mean --suite?); --help lists the options."],
    [['--language', 'fr'], 'Option language is "fr"; it must be one of en, es.'],
    [['--json', 'no/such/folder/x.json'], 'there is no folder'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseBenchCommand(argv, SOFTWARE)).toThrow(message);
  });
});

describe('formatBenchSummary', () => {
  const lines = formatBenchSummary(sampleBench(), WORDS.en, 300).split('\n');
  const lineWith = (...texts: string[]) => lines.find((line) => texts.every((text) => line.includes(text)));

  it('begins with the peaks', () => {
    expect(lines[0]).toBe(
      'Multiply-add peak: 30.0 GFLOP/s (3 × vec4, a * b + c); copy peak: 2.50 GB/s (vec4 copy); empty dispatch: 14.0 µs.',
    );
  });

  it('has a row for each measurement, with its ratio and where it ran', () => {
    expect(lineWith('weft', 'quad 32×8')).toMatch(/software .* 10\.0 .* 34\.\d\u00a0%/);
    expect(lineWith('tfjs  ', '16.0×')).toContain('16.0× (16.0–16.0)');
    expect(lineWith('jax-js-wasm')).toMatch(/CPU .* 2,560/);
    expect(lines[lines.indexOf(lineWith('jit') ?? '') + 1]).toContain('wrong: out[3] is NaN');
  });

  it.each([
    [80, /tfjs .*16\.0× \(16\.0–16\.0\)/],
    [40, /^tfjs /m],
  ])('fits %i columns', (width, row) => {
    const narrow = formatBenchSummary(sampleBench(), WORDS.en, width).split('\n');
    const table = narrow.filter((line) => !line.endsWith('.'));
    expect(Math.max(...table.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(table.join('\n')).toMatch(row);
  });

  it('says the same in Spanish', () => {
    const [peaks = '', , , ...rest] = formatBenchSummary(sampleBench(), WORDS.es, 300).split('\n');
    expect(peaks).toMatch(/^Máximo de multiplicar y sumar: 30,0 GFLOP\/s/);
    expect(rest.at(-1)).toBe('Omitidos (too long): 1 caso, matmul/4096x4096x4096/square.');
    expect(rest).toHaveLength(lines.length - 3);
  });

  it('ends with what was left out', () => {
    expect(lines.at(-1)).toBe('Left out (too long): 1 case, matmul/4096x4096x4096/square.');
  });
});
