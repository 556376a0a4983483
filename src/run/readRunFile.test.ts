import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WeftError } from '../errors';
import { refusalOf } from '../testing/refusal';
import { readRunFile } from './readRunFile';
import type { RunFile } from './runFile';
import { sampleRun } from './testing/sampleRun';

const RUN = sampleRun('quick', { normalizations: ['raw', 'scale'] });
const TEXT = JSON.stringify(RUN);

// biome-ignore lint/suspicious/noExplicitAny: an edit may make anything of a run.
type Edit = (run: any) => void;

function edited(edit: Edit): string {
  const run = structuredClone(RUN);
  edit(run);
  return JSON.stringify(run);
}

function refusal(text: string): string {
  return refusalOf('bad-run', () => readRunFile(text, 'run.json'));
}

const REFUSED: readonly (readonly [what: string, edit: Edit, sentence: string])[] = [
  [
    'another schema',
    (run) => {
      run.schema = 'weft.bench/1';
    },
    'schema is "weft.bench/1"; it must be "weft.run/1".',
  ],
  [
    'a missing field',
    (run) => {
      delete run.config.seeds;
    },
    'config.seeds is missing; it must be there, as in every run of this version.',
  ],
  [
    'an option that could not be given',
    (run) => {
      run.config.epochs = 0;
    },
    'config.epochs is 0; it must be a whole number from 1 to 1000.',
  ],
  [
    'an item of a list of options that could not be given',
    (run) => {
      run.config.learningRates = [0.001, -1];
    },
    'config.learningRates.1 is -1; it must be a number above 0 and up to 100.',
  ],
  [
    'options that contradict each other',
    (run) => {
      run.config.batchSize = 20_000;
    },
    'config.batchSize is 20000; it must be at most config.trainExamples, which is 10000.',
  ],
  [
    'a field it does not know',
    (run) => {
      run.members[0].mood = 'good';
    },
    'members.0.mood is not a field of weft.run/1.',
  ],
  [
    'text for a number',
    (run) => {
      run.members[1].history[2].valLoss = 'low';
    },
    'members.1.history.2.valLoss is "low"; it must be a number.',
  ],
  [
    'a share above 1',
    (run) => {
      run.members[1].history[0].valAccuracy = 1.5;
    },
    'members.1.history.0.valAccuracy is 1.5; it must be at most 1.',
  ],
  [
    'an unknown normalization',
    (run) => {
      run.members[0].normalization = 'sphere';
    },
    'members.0.normalization is "sphere"; it must be one of raw, scale, center, standardize, scale-center, pixel-standardize.',
  ],
  [
    'epochs that do not follow one another',
    (run) => {
      run.members[0].history[1].epoch = 9;
    },
    'members.0.history.1.epoch is 9; it must be 2, since epochs follow one another from 1.',
  ],
  [
    'more epochs than were configured',
    (run) => {
      run.config.epochs = 2;
    },
    'members.0.history has 3 epochs; there must be at most config.epochs, which is 2.',
  ],
  [
    'a best epoch that was never trained',
    (run) => {
      run.members[0].bestEpoch = 7;
    },
    'members.0.bestEpoch is 7; it must be 3, which the validation losses of its history give.',
  ],
  [
    'diagnostics out of order',
    (run) => {
      run.members[0].diagnostics.reverse();
    },
    'members.0.diagnostics.1.epoch is 2; epochs must increase, up to 3.',
  ],
  [
    'a confusion matrix of nine classes',
    (run) => {
      run.members[0].test.confusion.pop();
    },
    'members.0.test.confusion has 9 rows of 10 counts; there must be 10 rows of 10.',
  ],
  [
    'a confusion matrix of nothing',
    (run) => {
      run.members[0].test.confusion = run.members[0].test.confusion.map((row: number[]) => row.map(() => 0));
    },
    'members.0.test.confusion counts no examples; there must be at least one.',
  ],
  [
    'a picture that is too small',
    (run) => {
      run.mistakes[0].mistakes[2].pixels = 'AAAA';
    },
    'mistakes.0.mistakes.2.pixels is 3 bytes; it must be 784 bytes in base64.',
  ],
  [
    'a picture that is not base64',
    (run) => {
      run.mistakes[0].mistakes[2].pixels = '*';
    },
    'mistakes.0.mistakes.2.pixels is not base64; it must be 784 bytes in base64.',
  ],
  [
    'a class beyond the ten',
    (run) => {
      run.mistakes[0].mistakes[0].predicted = 10;
    },
    'mistakes.0.mistakes.0.predicted is 10; it must be a class from 0 to 9.',
  ],
  [
    'a summary of nobody',
    (run) => {
      run.summary[0].normalization = 'center';
    },
    'summary.0.normalization is "center"; it must be "raw", which the members give.',
  ],
  [
    'no members',
    (run) => {
      run.members = [];
    },
    'members is []; there must be at least one.',
  ],
];

describe('reading a run', () => {
  test('a run that was written is read as it was', () => {
    expect(readRunFile(TEXT, 'run.json')).toEqual(RUN);
  });

  test.each(REFUSED)('refuses %s by its field', (_what, edit, sentence) => {
    expect(refusal(edited(edit))).toBe(`File run.json: ${sentence}`);
  });

  test('refuses an accuracy that its confusion matrix does not give', () => {
    const text = edited((run) => {
      run.members[1].test.accuracy = 0.99;
    });
    expect(refusal(text)).toMatch(
      /^File run\.json: members\.1\.test\.accuracy is 0\.99; it must be 0\.8\d*, which .*\.$/,
    );
  });

  test('refuses what is not JSON, or of no run', () => {
    expect(refusal('')).toMatch(/^File run\.json is empty; it must be a run file/);
    expect(refusal('3')).toBe('File run.json: its root is 3; it must be a run file, an object.');
    expect(refusal('{}')).toBe('File run.json: schema is missing; it must be "weft.run/1".');
  });

  test('refuses a file cut off anywhere, in one sentence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: TEXT.length - 1 }), (length) => {
        expect(refusal(TEXT.slice(0, length))).toMatch(/^File run\.json is not whole JSON; .*\.$/);
      }),
      { numRuns: 50 },
    );
  });

  test('whatever replaces a field, a refusal is of one line and names the file', () => {
    const paths = fieldPaths(RUN);
    const nonsense = fc.oneof(fc.constant(null), fc.integer(), fc.string(), fc.constant([]), fc.constant({}));
    fc.assert(
      fc.property(fc.constantFrom(...paths), nonsense, (path, value) => {
        const text = edited((run) => replace(run, path, value));
        try {
          readRunFile(text, 'run.json');
        } catch (error) {
          expect(error).toBeInstanceOf(WeftError);
          expect((error as WeftError).code).toBe('bad-run');
          expect((error as WeftError).message).toMatch(/^File run\.json.+\.$/);
          expect((error as WeftError).message).not.toMatch(/undefined|function|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The way to each field, those of lists by their first entry. */
function fieldPaths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  const entries = Array.isArray(value) ? Object.entries(value).slice(0, 1) : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...entries.flatMap(([key, entry]) => fieldPaths(entry, [...path, key]))];
}

function replace(run: RunFile, path: readonly string[], value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>(
      (node, key) => node[key] as Record<string, unknown>,
      run as unknown as Record<string, unknown>,
    );
  parent[path.at(-1) as string] = value;
}

test.each([
  ['1e999', 'Infinity'],
  ['-1e999', '-Infinity'],
])('a number that is too large for one (%s) is refused', (text, shown) => {
  expect(refusal(TEXT.replace('"p10":320.1', `"p10":${text}`))).toBe(
    `File run.json: throughput.stepMs.p10 is ${shown}; it must be a finite number.`,
  );
});

test('a field of a long name or value is told by its beginning', () => {
  const long = 'x'.repeat(100_000);
  const sentences = [edited((run) => (run[long] = 1)), edited((run) => (run.schema = long))].map(refusal);
  expect(sentences).toEqual([
    `File run.json: ${'x'.repeat(200)}… is not a field of weft.run/1.`,
    `File run.json: schema is "${'x'.repeat(59)}…; it must be "weft.run/1".`,
  ]);
});
