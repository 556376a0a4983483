import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

/** `from '…/testing/…'`, `import '…'` and `import('…')`. */
const TESTING_IMPORT = /\b(?:from\s+|import\s*\(?\s*)'[^']*\/testing\/[^']*'/;

const isTestCode = (path: string) => path.startsWith('./') || path.includes('/testing/') || path.endsWith('.test.ts');

it('is imported by tests only, so that no test code is shipped: that of every testing folder', () => {
  const importers = Object.entries(sources)
    .filter(([path, source]) => !isTestCode(path) && TESTING_IMPORT.test(source))
    .map(([path]) => path);
  expect(importers).toEqual([]);
});

it.each([
  "import { sampleRun } from '../run/testing/sampleRun';",
  "import type { Sample } from './testing/sample';",
  "import './testing/setUp';",
  "const { replay } = await import('./testing/replay');",
  "export { refusal } from\n  '../testing/refusal';",
])('sees %j', (source) => {
  expect(TESTING_IMPORT.test(source)).toBe(true);
});
