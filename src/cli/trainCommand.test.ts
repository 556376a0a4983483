import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseTrainCommand } from './trainCommand';

const SOFTWARE = { WEFT_ADAPTER: 'swiftshader' };
const IDX_FILES = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('parseTrainCommand', () => {
  it('hands on only the options that were given', () => {
    const { raw, adapter, outputs } = parseTrainCommand(['--batch-size', '64', '--first-seed', '7'], SOFTWARE);
    expect(raw).toEqual({ 'batch-size': '64', 'first-seed': '7' });
    expect(adapter).toBe('swiftshader');
    expect(outputs).toEqual([]);
  });

  it('takes a switch without a value for on', () => {
    const argv = ['--early-stopping', '--reduce-lr-on-plateau', 'compare', '--diagnostics', '--restore-best-weights'];
    expect(parseTrainCommand(argv, SOFTWARE).raw).toEqual({
      'early-stopping': 'on',
      'reduce-lr-on-plateau': 'compare',
      diagnostics: 'on',
      'restore-best-weights': 'on',
    });
  });

  it('writes the report in English unless told otherwise', () => {
    const path = join(folder, 'report.html');
    expect(parseTrainCommand(['--report', path], SOFTWARE)).toMatchObject({ outputs: [{ path }], language: 'en' });
    expect(parseTrainCommand(['--language', 'es'], SOFTWARE)).toMatchObject({ outputs: [], language: 'es' });
    expect(() => parseTrainCommand(['--language', 'fr'], SOFTWARE)).toThrow(
      'Option language is "fr"; it must be one of en, es.',
    );
  });

  it.each([
    ['json', 'a run'],
    ['csv', 'a CSV'],
    ['report', 'a report'],
  ])('refuses to write --%s over a file that is not %s, but with --force', (option, name) => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'notes');
    expect(() => parseTrainCommand([`--${option}`, path], SOFTWARE)).toThrow(`is not ${name} of Weft`);
    expect(parseTrainCommand([`--${option}`, path, '--force'], SOFTWARE).outputs).toMatchObject([{ option, path }]);
  });

  it('refuses to write two results into one file', () => {
    const path = join(folder, 'run');
    expect(() => parseTrainCommand(['--json', path, '--report', path], SOFTWARE)).toThrow(
      `Options json and report lead to one file, ${path}; each needs its own.`,
    );
  });

  it('prefers --adapter to WEFT_ADAPTER', () => {
    expect(parseTrainCommand(['--adapter', 'gpu'], SOFTWARE).adapter).toBe('gpu');
  });

  it('trains in the browser unless told otherwise', () => {
    expect(parseTrainCommand([], SOFTWARE).runtime).toBe('browser');
    expect(parseTrainCommand(['--runtime', 'dawn'], SOFTWARE).runtime).toBe('dawn');
  });

  it('knows only the runtimes of the program it belongs to', () => {
    const program = { name: 'weft train', description: '', runtimes: ['dawn'] } as const;
    expect(parseTrainCommand([], SOFTWARE, program).runtime).toBe('dawn');
    expect(parseTrainCommand(['--runtime', 'dawn'], SOFTWARE, program).runtime).toBe('dawn');
    expect(() => parseTrainCommand(['--runtime', 'chrome'], SOFTWARE, program)).toThrow(
      'Option runtime is "chrome"; it must be dawn.',
    );
  });

  it.each([
    [['--epochs', '0'], 'Option epochs is "0"; it must be a whole number from 1 to 1000.'],
    [['--epochs', '-1'], 'Option epochs is "-1"; it must be a whole number from 1 to 1000.'],
    [['--batch-size', '20000'], 'Option batch-size is 20000; it must be at most train-examples, which is 10000.'],
    [
      ['--plateau-patience', '3'],
      'Option plateau-patience is 3; it must be left at 2 while reduce-lr-on-plateau is off.',
    ],
    [['--early-stopping', '3'], 'Option early-stopping is "3"; it must be one of off, on, compare.'],
    [
      ['--early-stopping', '--stopping-monitor', 'held_out_loss'],
      'Option stopping-monitor is held_out_loss; it must be another while held-out-examples is 0.',
    ],
    [['--epoch', '1'], "Unknown option '--epoch' (Did you mean --epochs?); --help lists the options."],
    [['--epochs'], "Option '--epochs <value>' argument missing; --help lists the options."],
    [['3'], 'Too many arguments. Expected 0 arguments but got 1; --help lists the options.'],
    [['--adapter', 'abacus'], 'Option adapter is "abacus"; it must be one of auto, swiftshader, lavapipe, gpu.'],
    [['--runtime', 'deno'], 'Option runtime is "deno"; it must be one of browser, dawn.'],
    [['--keep-every', ''], 'Option keep-every is ""; it must be a number of seconds from 0 to 1000000.'],
    [['--keep-every', '1e9'], 'Option keep-every is "1e9"; it must be a number of seconds from 0 to 1000000.'],
    [['--json', ''], 'Option json is ""; it must be the path of a file.'],
    [['--csv', tmpdir()], `Option csv is "${tmpdir()}"; it must be the path of a file.`],
  ])('refuses %j', (argv, message) => {
    expect(() => parseTrainCommand(argv, SOFTWARE)).toThrow(message);
  });

  it('leaves a batch size that a GPU preset could take to the page', () => {
    expect(parseTrainCommand(['--batch-size', '20000', '--adapter', 'gpu'], {}).raw).toEqual({ 'batch-size': '20000' });
  });

  it('refuses to write into a folder that is not there', () => {
    const path = join(folder, 'missing', 'run.json');
    expect(() => parseTrainCommand(['--json', path], SOFTWARE)).toThrow(
      `there is no folder ${join(folder, 'missing')}`,
    );
  });

  it('gives a dataset folder a name that is an option value', () => {
    const dataset = join(folder, 'my ünusual data');
    mkdirSync(dataset);
    for (const file of IDX_FILES) {
      writeFileSync(join(dataset, `${file}-ubyte.gz`), '');
    }
    const { raw, datasetFolders } = parseTrainCommand(['--dataset', dataset], SOFTWARE);
    expect(raw.dataset).toBe('local-my--nusual-data');
    expect(datasetFolders).toEqual({ 'local-my--nusual-data': dataset });
  });

  it('names the first file that a dataset folder lacks', () => {
    writeFileSync(join(folder, 'train-images-idx3-ubyte.gz'), '');
    expect(() => parseTrainCommand(['--dataset', folder], SOFTWARE)).toThrow(
      'where train-labels-idx1-ubyte.gz is missing',
    );
  });

  it('takes a dataset that is not a path for a name', () => {
    expect(parseTrainCommand(['--dataset', 'fashion-mnist'], SOFTWARE)).toMatchObject({
      raw: { dataset: 'fashion-mnist' },
      datasetFolders: {},
    });
  });

  it('tests a run without training on only where it is told which', () => {
    expect(parseTrainCommand(['--resume', '--test-only'], SOFTWARE).keeping).toMatchObject({
      resume: true,
      isOver: true,
    });
    expect(() => parseTrainCommand(['--test-only'], SOFTWARE)).toThrow('name it with --resume');
  });
});
