import { describe, expect, it } from 'vitest';
import { formatBenchOptions, parseBenchOptions } from './benchOptions';

describe('parseBenchOptions', () => {
  it('measures every suite beside tfjs unless told otherwise', () => {
    expect(parseBenchOptions({})).toEqual({
      suites: ['matmul', 'normalize', 'loss', 'adam', 'train', 'evaluate', 'other'],
      cases: [],
      peers: ['tfjs'],
      budgetSeconds: undefined,
      samples: undefined,
    });
  });

  it('reads lists in any order and with spaces', () => {
    const options = parseBenchOptions({
      suite: 'train, matmul',
      peers: 'jax-js,tfjs',
      cases: '1x128',
      budget: '60',
      samples: '1',
    });
    expect(options).toEqual({
      suites: ['matmul', 'train'],
      cases: ['1x128'],
      peers: ['tfjs', 'jax-js'],
      budgetSeconds: 60,
      samples: 1,
    });
    expect(parseBenchOptions({ peers: 'none' }).peers).toEqual([]);
  });

  it.each([
    [{ suite: 'conv' }, 'Option suite is "conv"; it must be a comma-separated list, each once, of matmul, normalize,'],
    [{ suite: '' }, 'Option suite is ""; it must be'],
    [{ suite: 'loss,loss' }, 'Option suite is "loss,loss"; it must be'],
    [
      { peers: 'pytorch' },
      'Option peers is "pytorch"; it must be a comma-separated list, each once, of tfjs, jax-js, or',
    ],
    [{ budget: '0' }, 'Option budget is "0"; it must be a whole number from 1'],
    [{ samples: '101' }, 'Option samples is "101"; it must be a whole number from 1 to 100'],
    [{ speed: 'fast' }, 'There is no option "speed"; known are suite, cases, peers, budget, samples.'],
    [
      { suite: 'loss', cases: 'conv2d' },
      'Option cases names "conv2d", which fits no case; known are loss/1x128x10/softmax-cross-entropy,',
    ],
    [{ toString: '1' }, 'There is no option "toString"; known are suite, cases, peers, budget, samples.'],
  ])('refuses %j', (raw, sentence) => {
    expect(() => parseBenchOptions(raw as Record<string, string>)).toThrow(sentence);
  });

  it.each([{ suite: 'conv' }, { peers: 'pytorch' }, { budget: 'long' }, { speed: 'fast' }, { cases: 'conv2d' }])(
    'names the option that it refuses: %j',
    (raw) => {
      expect(() => parseBenchOptions(raw as Record<string, string>)).toThrow(
        expect.objectContaining({ code: 'bad-option', option: Object.keys(raw)[0] }),
      );
    },
  );

  it('names all cases, or as many as there is room for', () => {
    const raw = { suite: 'adam', cases: 'conv2d' };
    expect(() => parseBenchOptions(raw)).toThrow(/known are (adam\/[^,]+, )+adam\/[^,…]+\.$/);
    expect(() => parseBenchOptions(raw, { cases: 1 })).toThrow(/known are adam\/[^,]+, …$/);
  });
});

it.each([
  {},
  { suite: 'matmul,train' },
  { suite: 'matmul', cases: 'square,one-row', peers: 'none', budget: '30', samples: '3' },
])('formats %j so that it reads the same', (raw) => {
  expect(formatBenchOptions(parseBenchOptions(raw as Record<string, string>))).toEqual(raw);
});
