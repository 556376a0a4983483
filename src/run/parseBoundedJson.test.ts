import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBoundedJson } from './parseBoundedJson';
import { readRunFile } from './readRunFile';

describe('parseBoundedJson', () => {
  it('reads whatever JSON there is, brackets and quotes in strings too', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(parseBoundedJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    const strings = ['[[[['.repeat(50), '\\', '"', '\\"[', '[\\\\'];
    expect(parseBoundedJson(JSON.stringify({ strings }))).toEqual({ strings });
  });

  it('throws what JSON.parse throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const outcomeOf = (parse: (text: string) => unknown) => {
          try {
            return { value: parse(text) };
          } catch (error) {
            return { name: (error as Error).name };
          }
        };
        expect(outcomeOf(parseBoundedJson)).toEqual(outcomeOf(JSON.parse));
      }),
    );
  });

  it.each([
    ['deep lists', '['.repeat(45_000_000), 'depth'],
    ['deep objects', '{"a":'.repeat(1000), 'depth'],
    ['many lists', `[${'[],'.repeat(5_000_000)}0]`, 'count'],
  ])('refuses %s before they take memory', (_, text, bound) => {
    const startedAtMs = performance.now();
    expect(() => parseBoundedJson(text)).toThrow(expect.objectContaining({ bound }));
    expect(performance.now() - startedAtMs).toBeLessThan(1000);
  });
});

it('a run file out of bounds is refused by name', () => {
  expect(() => readRunFile('['.repeat(45_000_000), 'deep.json')).toThrow(
    expect.objectContaining({
      code: 'bad-run',
      message: expect.stringMatching(/^File deep.json: it is nested more than/),
    }),
  );
});
