import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRunFile } from './readRunFile';

const FILES = readdirSync('results').filter((name) => name.endsWith('.json'));

test('there are results', () => {
  expect(FILES.length).toBeGreaterThan(0);
});

test.each(FILES)('%s is readable, and nothing in it contradicts what it is derived from', (name) => {
  expect(readRunFile(readFileSync(`results/${name}`, 'utf8'), name).members.length).toBeGreaterThan(0);
});
