import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

it('is imported by tests only, so that no test code is shipped', () => {
  const importers = Object.entries(sources)
    .filter(([path]) => !path.startsWith('./') && !path.endsWith('.test.ts'))
    .filter(([, source]) => /from '[./]*\/testing\//.test(source))
    .map(([path]) => path);
  expect(importers).toEqual([]);
});
