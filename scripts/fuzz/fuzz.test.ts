import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../../src/errors';
import { refusalOf } from '../../src/testing/refusal';
import { parseFuzzCommand } from './fuzzCommand';
import { FUZZ_KINDS, type FuzzTarget, type Outcome, tryWork } from './fuzzTarget';
import { formatFailure } from './fuzzText';
import { mutateJson } from './mutations/jsonMutations';
import { runFuzz } from './runFuzz';
import { FUZZES } from './targets';

/** Of each kind; `npm run fuzz` tries thousands. */
const CASES = { run: 100, other: 300 };
const SEED = 20261125;

describe('odd input', () => {
  it.each(FUZZ_KINDS)('of %s is read right or refused by name', async (kind) => {
    const { says, run } = FUZZES[kind];
    const { failure, taken, refused } = await run({ cases: kind === 'run' ? CASES.run : CASES.other, seed: SEED });
    expect(failure, says).toBeUndefined();
    expect(Math.min(taken, refused)).toBeGreaterThan(0);
  });
});

function targetOf(tryCase: FuzzTarget<number>['tryCase']): FuzzTarget<number> {
  return { cases: fc.nat(1000), tryCase, dispose: () => undefined };
}

describe('a case that fails', () => {
  it('is made as small as it still fails, and told with how it is tried again', async () => {
    const target = targetOf((one) => {
      if (one > 41) {
        throw new TypeError('Cannot read it.');
      }
      return 'taken';
    });
    const { failure } = await runFuzz(target, { cases: 500, seed: 7 });
    expect(failure).toMatchObject({ smallestCase: 42, error: expect.stringContaining('Cannot read it.') });
    const text = formatFailure('idx', { cases: 500, seed: 7 }, failure ?? { smallestCase: 0, error: '' });
    expect(text).toContain('npm run fuzz -- --only idx --seed 7 --cases 500\n  smallest case: 42\n  TypeError: Cannot');
  });

  it('is one that takes longer than its limit, twice', async () => {
    const calls: number[] = [];
    const target = targetOf(async (one): Promise<Outcome> => {
      calls.push(one);
      const isSlow = one === 0 || calls.length === 1;
      await new Promise((resolve) => setTimeout(resolve, isSlow ? 60 : 0));
      return 'taken';
    });
    const { failure } = await runFuzz(target, { cases: 1, seed: 1, limitMs: 50, waits: true });
    expect([failure, calls.length]).toEqual([undefined, 2]);
    const slow = { ...target, cases: fc.constant(0) };
    expect((await runFuzz(slow, { cases: 3, seed: 1, limitMs: 50, waits: true })).failure?.error).toContain(
      'it must end within 50',
    );
  });

  it('is one that is refused without its place, with another code, or with anything else', async () => {
    const refusals = { codes: ['bad-run' as const], places: ['run.json'] };
    const refuse = (error: Error) => () => {
      throw error;
    };
    expect(await tryWork(() => 7, refusals)).toEqual({ result: 7 });
    expect(await tryWork(refuse(new WeftError('bad-run', 'File run.json is empty.')), refusals)).toBeUndefined();
    for (const error of [
      new WeftError('bad-run', 'It is empty.'),
      new WeftError('bad-option', 'File run.json is empty.'),
      new WeftError('bad-run', `File run.json is ${'a'.repeat(4000)}.`),
      new RangeError('run.json'),
    ]) {
      await expect(tryWork(refuse(error), refusals)).rejects.toThrow();
    }
  });
});

describe('changed JSON', () => {
  const change = { path: [0], value: '1e999', count: 1 };
  it.each([
    ['replace', '{"a":1e999,"b":[2]}'],
    ['remove', '{"b":[2]}'],
    ['twice', '{"a":1,"b":[2],"a":1e999}'],
    ['wrap', '{"a":{"a":1},"b":[2]}'],
  ] as const)('has %s', (kind, text) => {
    expect(mutateJson({ a: 1, b: [2] }, [{ kind, ...change }])).toBe(text);
  });

  it('leaves the value that it is made of', () => {
    const value = { a: [1, 2] };
    mutateJson(value, [{ kind: 'repeat', path: [0, 1], value: '0', count: 3 }]);
    expect(value).toEqual({ a: [1, 2] });
  });
});

describe('the command line', () => {
  const parse = (...argv: string[]) => parseFuzzCommand(argv, () => 5);

  it('gives every kind 10,000 cases with a seed of its own, unless told otherwise', () => {
    expect(parse()).toEqual({ kinds: FUZZ_KINDS, cases: 10_000, seed: 5 });
    expect(parse('--only', 'gzip,idx', '--cases', '3', '--seed', '9')).toEqual({
      kinds: ['gzip', 'idx'],
      cases: 3,
      seed: 9,
    });
  });

  it.each([
    [['--cases', '0'], 'Option cases is "0"; it must be a whole number from 1 to 10000000.'],
    [['--seed', 'x'], 'Option seed is "x"; it must be a whole number from 0 to 2147483647.'],
    [
      ['--only', 'files'],
      `Option only is "files"; it must be a comma-separated list, each once, of ${FUZZ_KINDS.join(', ')}.`,
    ],
  ])('%j is refused', (argv, sentence) => {
    expect(refusalOf('bad-option', () => parse(...argv))).toBe(sentence);
  });
});
