import { expect, it } from 'vitest';
import { runFileSchema } from '../run/runFile';
import { sampleRun } from '../run/testing/sampleRun';
import { requireFile } from './requireFile';

it('hands on what the schema allows', () => {
  const run = sampleRun('quick');
  expect(requireFile(runFileSchema, run, 'weft.run/1')).toEqual(run);
});

it('names the first field that is wrong, or the root', () => {
  const broken = { ...sampleRun('quick'), startedAt: 'today' };
  expect(() => requireFile(runFileSchema, broken, 'weft.run/1')).toThrow(
    /^What came is not a weft\.run\/1: at startedAt, /,
  );
  expect(() => requireFile(runFileSchema, 3, 'weft.run/1')).toThrow('not a weft.run/1: at its root, ');
});
